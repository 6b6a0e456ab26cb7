"""Was anything done to a certificate since a list wrote it? Told by a digest of what can be changed."""

import hashlib

from farmers.models import Certificate

_TOLD = ("farmer_id", "scheme", "number", "issuer", "stars", "valid_from", "expires_on", "standing", "scan")


def digest_of(certificate: Certificate) -> str:
    """The digest of a certificate as it is now. Nothing in it is secret, so no key is needed."""
    said = "\x1f".join(f"{name}={getattr(certificate, name)}" for name in _TOLD)
    return hashlib.sha256(said.encode()).hexdigest()
