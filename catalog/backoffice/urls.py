from django.urls import path

from catalog.backoffice import address_views, category_views, edit_views, new_views, poster_views, stock_views, views

urlpatterns = [
    path("products/", views.products, name="bo_products"),
    path("products/new/", new_views.new_product, name="bo_product_new"),
    path("products/<id:pk>/", edit_views.edit_product, name="bo_product"),
    path("products/<id:pk>/publication/", views.publication, name="bo_product_publication"),
    path("products/<id:pk>/withdrawal/", views.withdrawal, name="bo_product_withdrawal"),
    path("products/<id:pk>/archival/", views.archival, name="bo_product_archival"),
    path("products/<id:pk>/copies/", views.copies, name="bo_product_copies"),
    path("products/<id:pk>/address/", address_views.product_address, name="bo_product_address"),
    path("products/<id:pk>/stock/", stock_views.product_stock, name="bo_product_stock"),
    path("categories/", category_views.categories, name="bo_categories"),
    path("categories/new/", category_views.new_category, name="bo_category_new"),
    path("categories/<id:pk>/", category_views.category, name="bo_category"),
    path("categories/<id:pk>/place/", category_views.category_place, name="bo_category_place"),
    path("categories/<id:pk>/address/", address_views.category_address, name="bo_category_address"),
    path("categories/<id:pk>/removal/", category_views.category_removal, name="bo_category_removal"),
    path("posters/", poster_views.posters, name="bo_posters"),
    path("posters/preview/", poster_views.preview, name="bo_poster_preview"),
    path("posters/file/", poster_views.file, name="bo_poster_file"),
    path("variants/<id:pk>/sales/", stock_views.variant_sales, name="bo_variant_sales"),
    path("variants/<id:pk>/count/", stock_views.variant_count, name="bo_variant_count"),
    path("examples/deletion/", views.examples_deletion, name="bo_examples_deletion"),
    path("photos/<id:pk>/", views.photo_state, name="bo_photo"),
]
