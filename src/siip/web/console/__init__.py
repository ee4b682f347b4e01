"""The console of the staff, under /kantor/: one module a noun, forms and views; works without JavaScript."""
