"""Files in a bucket. Apart from kit.storage, as its library costs every process a third of a second to load."""

from storages.backends.s3 import S3Storage

from kit.storage import OneShopOnly


class ShopS3Storage(OneShopOnly, S3Storage):
    """Files in a private bucket, one prefix a shop."""
