"""The pictures that stand beside links to the shop."""

from django.db import models


class SharePicture(models.Model):
    """
    The picture of one page in one language, as it was last asked for. `file` is a stored name, private.

    `version` is that of what it says (shops.selectors.share); a picture of another version takes its place.
    """

    subject = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    version = models.CharField(max_length=32)
    file = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "language"], name="one_share_picture_for_each_page_and_language")]

    def __str__(self) -> str:
        return f"{self.subject} {self.language} {self.version}"
