"""The pages of a shop that show what it sells, under a language prefix."""

from django.urls import path

from catalog.storefront import feed, share, views

urlpatterns = [
    path("", views.home, name="home"),
    path("products/", views.products, name="products"),
    path("products/<slug:slug>/", views.product, name="product"),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("products/<slug:slug>", views.product_without_slash, name="product_without_slash"),
    path("categories/<slug:slug>", views.category_without_slash, name="category_without_slash"),
    path("search/", views.search, name="search"),
    path("share/<slug:version>/<slug:slug>.jpg", share.share_product, name="share_product"),
    path("products.xml", feed.product_feed, name="product_feed"),
]
