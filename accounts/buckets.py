"""How do files lie in an S3-compatible store, for an installation of many machines?

Only the storages of that profile name this module, so the other one never loads Amazon's library.
"""

from botocore.config import Config
from django.conf import settings
from storages.backends.s3 import S3Storage

from accounts.private_files import WithoutAddress


class PublicBucket(S3Storage):
    """Files anyone may read by their address, which is never signed and takes no request to find."""

    querystring_auth = False
    file_overwrite = False  # two people's "scan.jpg" are two files
    max_memory_size = settings.FILE_UPLOAD_MAX_MEMORY_SIZE  # larger ones are read by way of the disk
    client_config = Config(
        connect_timeout=5,
        read_timeout=20,
        retries={"mode": "standard", "total_max_attempts": 3},
        # Most stores that are not Amazon's don't know the checksums that its library adds unasked.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


class PrivateBucket(WithoutAddress, PublicBucket):
    """Files that leave only through views."""
