"""Which pages of our own does the desk have?"""

from django.urls import path

from market.desk.board import BoardPage, BoardPricePage
from market.desk.branch_figures import BranchFiguresPage
from market.desk.certificate_intake import BringPapers, empty_papers_form
from market.desk.certificate_review import CertificateReview
from market.desk.certificate_several import Several
from market.desk.data_request_recording import RecordRequest
from market.desk.data_requests import DataRequestPage, DataRequests
from market.desk.exporting import ExportPage
from market.desk.figures_tokens import FiguresTokensPage
from market.desk.incidents import IncidentPage, Incidents, ReportIncident
from market.desk.intakes import BringList, IntakePage, intake_report
from market.desk.listing_prices import PriceChanges
from market.desk.listing_review import ListingReview
from market.desk.lot_labels import LotPage, labels_pdf
from market.desk.member_admission import Admissions, Decision
from market.desk.member_confiding import Confide
from market.desk.member_registering import RegisterMember
from market.desk.member_twins import ComparePair, MergedMembers, Twins
from market.desk.officers import Appoint, OfficerPage
from market.desk.posting_for import FindFarmer, NewFarmer
from market.desk.posting_page import PostFor
from market.desk.price_bounds import PriceBoundsPage
from market.desk.punctuality import PunctualityPage
from market.desk.readings import Readings
from market.desk.report_pages import ReportIndex, ReportPage, report_file
from market.desk.scans import scan
from market.desk.take_downs import TakeDowns

urlpatterns = [
    path("bao-cao/", ReportIndex.as_view(), name="reports"),
    path("bao-cao/so-lieu/", BranchFiguresPage.as_view(), name="branch_figures"),
    path("bao-cao/ma-truy-cap/", FiguresTokensPage.as_view(), name="figures_tokens"),
    path("bao-cao/<slug:address>/", ReportPage.as_view(), name="report"),
    path("bao-cao/<slug:address>/tap-tin/<slug:ending>/", report_file, name="report_file"),
    path("dung-han/", PunctualityPage.as_view(), name="punctuality"),
    path("du-lieu-ca-nhan/", DataRequests.as_view(), name="data_requests"),
    path("du-lieu-ca-nhan/ghi/", RecordRequest.as_view(), name="record_request"),
    path("du-lieu-ca-nhan/<int:pk>/", DataRequestPage.as_view(), name="data_request"),
    path("du-lieu-ca-nhan/su-co/", Incidents.as_view(), name="incidents"),
    path("du-lieu-ca-nhan/su-co/ghi/", ReportIncident.as_view(), name="report_incident"),
    path("du-lieu-ca-nhan/su-co/<int:pk>/", IncidentPage.as_view(), name="incident"),
    path("du-lieu-ca-nhan/luot-xem/", Readings.as_view(), name="readings"),
    path("can-bo/bo-nhiem/", Appoint.as_view(), name="appoint"),
    path("can-bo/<int:pk>/", OfficerPage.as_view(), name="officer"),
    path("chung-nhan/nap/", BringPapers.as_view(), name="certificate_intake_new"),
    path("chung-nhan/nap/mau.xlsx", empty_papers_form, name="certificate_form"),
    path("chung-nhan/cung-luc/", Several.as_view(), name="certificates_several"),
    path("chung-nhan/<int:pk>/", CertificateReview.as_view(), name="certificate"),
    path("chung-nhan/<int:pk>/ban-quet/", scan, name="scan"),
    path("tin-dang/<int:pk>/", ListingReview.as_view(), name="listing"),
    path("dang-ho/", FindFarmer.as_view(), name="post_for_find"),
    path("dang-ho/ho-moi/", NewFarmer.as_view(), name="post_for_new"),
    path("dang-ho/<int:pk>/", PostFor.as_view(), name="post_for"),
    path("gia-cho-duyet/", PriceChanges.as_view(), name="price_changes"),
    path("gia-nong-san/", BoardPage.as_view(), name="board"),
    path("gia-nong-san/<int:pk>/", BoardPricePage.as_view(), name="board_price"),
    path("gioi-han-gia/", PriceBoundsPage.as_view(), name="price_bounds"),
    path("tin-bi-phan-anh/", TakeDowns.as_view(), name="take_downs"),
    path("hoi-vien/dang-ky/", RegisterMember.as_view(), name="register_member"),
    path("hoi-vien/ket-nap/", Admissions.as_view(), name="admissions"),
    path("hoi-vien/ket-nap/quyet-dinh/", Decision.as_view(), name="decision"),
    path("hoi-vien/trung/", Twins.as_view(), name="twins"),
    path("hoi-vien/trung/da-gop/", MergedMembers.as_view(), name="merged"),
    path("hoi-vien/trung/<int:left>/<int:right>/", ComparePair.as_view(), name="compare"),
    path("hoi-vien/<int:pk>/nhay-cam/", Confide.as_view(), name="confide"),
    path("hoi-vien/nap/", BringList.as_view(), name="intake_new"),
    path("hoi-vien/nap/<uuid:pk>/", IntakePage.as_view(), name="intake"),
    path("hoi-vien/nap/<uuid:pk>/can-sua.xlsx", intake_report, name="intake_report"),
    path("hoi-vien/xuat/", ExportPage.as_view(), name="export"),
    path("lo/<int:pk>/", LotPage.as_view(), name="lot"),
    path("lo/<int:pk>/tem.pdf", labels_pdf, name="labels"),
]
