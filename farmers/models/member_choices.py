"""Which answers does the register offer? The codes of the association's form (facts of its import sheet "HoiVienNew")."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Standing(models.TextChoices):
    """Where a member stands; changed by verbs."""

    APPLIED = "applied", _("applied")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    LEFT = "left", _("left")
    REFUSED = "refused", _("refused")


class Gender(models.TextChoices):
    """As on the citizen card."""

    MALE = "male", _("male")
    FEMALE = "female", _("female")


class Education(models.TextChoices):
    """General schooling."""

    NONE = "none", _("no schooling")
    PRIMARY = "primary", _("primary (cấp 1)")
    LOWER_SECONDARY = "lower_secondary", _("lower secondary (cấp 2)")
    UPPER_SECONDARY = "upper_secondary", _("upper secondary (cấp 3)")


class Training(models.TextChoices):
    """Professional training: SC, TC, CĐ, ĐH, SĐH."""

    NONE = "none", _("no training")
    ELEMENTARY = "elementary", _("elementary (SC)")
    INTERMEDIATE = "intermediate", _("intermediate (TC)")
    COLLEGE = "college", _("college (CĐ)")
    UNIVERSITY = "university", _("university (ĐH)")
    POSTGRADUATE = "postgraduate", _("postgraduate (SĐH)")


class Duty(models.TextChoices):
    """What a member does in the association; nearly all are plain members."""

    MEMBER = "member", pgettext_lazy("duty", "member")
    GROUP_DEPUTY = "group_deputy", _("deputy head of a group")
    GROUP_HEAD = "group_head", _("head of a group")
    CHAPTER_DEPUTY = "chapter_deputy", _("deputy head of a chapter")
    CHAPTER_HEAD = "chapter_head", _("head of a chapter")
    COMMITTEE = "committee", _("member of the committee")
    STANDING = "standing", _("member of the standing committee")
    DEPUTY_CHAIR = "deputy_chair", _("deputy chair")
    CHAIR = "chair", _("chair")


class HouseholdRole(models.TextChoices):
    """Head of the household, or what one is to the head."""

    HEAD = "head", pgettext_lazy("household", "head")
    SPOUSE = "spouse", _("wife or husband")
    CHILD = "child", _("child")
    PARENT = "parent", _("father or mother")
    GRANDCHILD = "grandchild", _("grandchild")
    SIBLING = "sibling", _("brother or sister")
    OTHER = "other", pgettext_lazy("household", "other")


class HouseholdClass(models.TextChoices):
    """Which support a household is entitled to."""

    POOR = "poor", _("poor")
    NEAR_POOR = "near_poor", _("near poor")
    POLICY = "policy", _("of those who served the country")
    OTHER = "other", pgettext_lazy("household class", "none of these")


class Occupation(models.TextChoices):
    """What a member lives from."""

    FARMER = "farmer", pgettext_lazy("occupation", "farming")
    WORKER = "worker", _("worker")
    CIVIL_SERVANT = "civil_servant", _("civil servant")
    RETIRED = "retired", _("retired")
    BUSINESS = "business", _("business")
    FREELANCE = "freelance", _("freelance")
    STUDENT = "student", _("pupil or student")


class Ethnicity(models.TextChoices):
    """The 54 peoples of the statistics office's list (Decision 121-TCTK/PPCĐ of 1979), by its numbers."""

    KINH = "01", "Kinh"
    TAY = "02", "Tày"
    THAI = "03", "Thái"
    HOA = "04", "Hoa"
    KHMER = "05", "Khmer"
    MUONG = "06", "Mường"
    NUNG = "07", "Nùng"
    HMONG = "08", "Mông"
    DAO = "09", "Dao"
    JRAI = "10", "Gia Rai"
    NGAI = "11", "Ngái"
    EDE = "12", "Ê Đê"
    BAHNAR = "13", "Ba Na"
    XO_DANG = "14", "Xơ Đăng"
    SAN_CHAY = "15", "Sán Chay"
    CO_HO = "16", "Cơ Ho"
    CHAM = "17", "Chăm"
    SAN_DIU = "18", "Sán Dìu"
    HRE = "19", "Hrê"
    MNONG = "20", "Mnông"
    RA_GLAI = "21", "Raglay"
    XTIENG = "22", "Xtiêng"
    BRU = "23", "Bru - Vân Kiều"
    THO = "24", "Thổ"
    GIAY = "25", "Giáy"
    CO_TU = "26", "Cơ Tu"
    GIE_TRIENG = "27", "Giẻ Triêng"
    MA = "28", "Mạ"
    KHO_MU = "29", "Khơ Mú"
    CO = "30", "Co"
    TA_OI = "31", "Tà Ôi"
    CHO_RO = "32", "Chơ Ro"
    KHANG = "33", "Kháng"
    XINH_MUN = "34", "Xinh Mun"
    HA_NHI = "35", "Hà Nhì"
    CHU_RU = "36", "Chu Ru"
    LAO = "37", "Lào"
    LA_CHI = "38", "La Chí"
    LA_HA = "39", "La Ha"
    PHU_LA = "40", "Phù Lá"
    LA_HU = "41", "La Hủ"
    LU = "42", "Lự"
    LO_LO = "43", "Lô Lô"
    CHUT = "44", "Chứt"
    MANG = "45", "Mảng"
    PA_THEN = "46", "Pà Thẻn"
    CO_LAO = "47", "Cơ Lao"
    CONG = "48", "Cống"
    BO_Y = "49", "Bố Y"
    SI_LA = "50", "Si La"
    PU_PEO = "51", "Pu Péo"
    BRAU = "52", "Brâu"
    O_DU = "53", "Ơ Đu"
    RO_MAM = "54", "Rơ Măm"


class Religion(models.TextChoices):
    """The larger religions; the register asks for no more."""

    NONE = "none", _("no religion")
    BUDDHISM = "buddhism", _("Buddhism")
    CATHOLICISM = "catholicism", _("Catholicism")
    PROTESTANTISM = "protestantism", _("Protestantism")
    CAODAISM = "caodaism", "Cao Đài"
    HOAHAO = "hoahao", _("Hòa Hảo Buddhism")
    ISLAM = "islam", _("Islam")
    OTHER = "other", pgettext_lazy("religion", "another one")


class PoliticalTheory(models.TextChoices):
    """Training in political theory: SC, TC, CC, CN."""

    ELEMENTARY = "elementary", pgettext_lazy("political theory", "elementary (SC)")
    INTERMEDIATE = "intermediate", pgettext_lazy("political theory", "intermediate (TC)")
    ADVANCED = "advanced", pgettext_lazy("political theory", "advanced (CC)")
    BACHELOR = "bachelor", pgettext_lazy("political theory", "bachelor (CN)")


class PartyMembership(models.TextChoices):
    """Whether somebody is in the Party, and how."""

    NO = "no", pgettext_lazy("party", "not in the Party")
    PROBATIONARY = "probationary", _("probationary")
    OFFICIAL = "official", pgettext_lazy("party", "full member")
