"""Which pages of our own does the desk have?"""

from django.urls import path

from market.desk.certificate_review import CertificateReview
from market.desk.exporting import ExportPage
from market.desk.listing_review import ListingReview
from market.desk.lot_labels import LotPage, labels_pdf
from market.desk.officers import Appoint, OfficerPage
from market.desk.punctuality import PunctualityPage
from market.desk.scans import scan

urlpatterns = [
    path("dung-han/", PunctualityPage.as_view(), name="punctuality"),
    path("can-bo/bo-nhiem/", Appoint.as_view(), name="appoint"),
    path("can-bo/<int:pk>/", OfficerPage.as_view(), name="officer"),
    path("chung-nhan/<int:pk>/", CertificateReview.as_view(), name="certificate"),
    path("chung-nhan/<int:pk>/ban-quet/", scan, name="scan"),
    path("tin-dang/<int:pk>/", ListingReview.as_view(), name="listing"),
    path("hoi-vien/xuat/", ExportPage.as_view(), name="export"),
    path("lo/<int:pk>/", LotPage.as_view(), name="lot"),
    path("lo/<int:pk>/tem.pdf", labels_pdf, name="labels"),
]
