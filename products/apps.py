"""The room of categories, products, photos and offers."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Knows farmers; is known by traceability and above."""

    name = "products"
    verbose_name = "Products"

    def ready(self) -> None:
        from accounts.clearing import clears
        from farmers import rights
        from farmers.announcements import certificate_changed, person_anonymised
        from products import certified, erasing
        from products.looking import sum_looks
        from products.models import PriceBounds, PriceChange, Product, TakeDown
        from products.uploading import forget_stale_uploads

        certificate_changed.connect(certified.on_certificate_changed, dispatch_uid="products.certified")
        person_anonymised.connect(erasing.on_person_anonymised, dispatch_uid="products.erasing")
        clears(forget_stale_uploads)
        clears(sum_looks)
        rights.guard(Product, branch="farm__branch")
        rights.guard(PriceBounds, branch="branch")
        rights.guard(PriceChange, branch="product__farm__branch")
        rights.guard(TakeDown, branch="product__farm__branch")
