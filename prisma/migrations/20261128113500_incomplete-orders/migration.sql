-- Orders that are known in part only: few, and looked for page by page.
create index orders_incomplete on orders (store_id, platform_order_id) where (version = '' or is_summary) and deleted_at is null;
