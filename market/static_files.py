"""Static files under names that change with their content, in what modules import from each other too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites `import … from "./other.js"` as it rewrites url(…) in style sheets."""

    support_js_module_import_aggregation = True
