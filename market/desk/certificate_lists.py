"""How are lists of paper certificates taken in here: scans written anew as those of listings are, hints in the desk's words?"""

from datetime import date
from typing import IO

from farmers.certificate_checks import OFTEN_ENOUGH, Covered, Outcome, findings
from farmers.declaring import Paper
from farmers.importing.kinds import Reason, brings
from farmers.importing_certificates.lists import CertificateLists
from farmers.models import Certificate, Intake
from market.desk.checks import in_words
from products.photos import Taken, take_scan

# Which column a hint is about.
COLUMNS = {
    "number": "number",
    "year": "number",
    "issuer": "issuer",
    "dates": "expires_on",
    "length": "expires_on",
    "stars": "stars",
    "field": "produce",
    "produce": "produce",
    "area": "area",
    "scan": "scan",
}


@brings(Intake.Kind.CERTIFICATES)
class PaperCertificates(CertificateLists):
    """Lists of paper certificates."""

    def clean(self, file: IO[bytes]) -> Taken:
        """A picture decoded and written anew; a PDF as it is."""
        return take_scan(file)

    def hints(self, paper: Paper, covered: Covered, *, on: date) -> list[Reason]:
        """What the checks of the desk would say of it."""
        verified = Certificate.objects.filter(
            standing=Certificate.Standing.VERIFIED, scheme=paper.scheme, issuer=paper.issuer
        )
        before = verified[:OFTEN_ENOUGH].count()
        return [
            (COLUMNS[finding.check], in_words(finding).text)
            for finding in findings(paper, [covered], verified_before=before, on=on)
            if finding.outcome is Outcome.WARNED
        ]
