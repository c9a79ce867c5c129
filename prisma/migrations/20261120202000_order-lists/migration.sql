-- What the order lists and their search ask (plans in docs/plans.md). Each index costs every write a little, so
-- each has its question.

-- "Newest orders with an add-on": home page and the list's filter.
create index orders_with_add_on on orders (store_id, created_at desc, platform_order_id) where has_add_on;
-- Search by phone, and erasure by phone; most orders have none.
create index orders_phone on orders (store_id, phone_hash) where phone_hash is not null;
-- "What changed since": other systems follow the API with updatedFrom.
create index orders_changed on orders (store_id, platform_updated_at);
-- Search by words of a title hops from title to title, by SKU it is exact. Cut, because an index row has an end.
create index order_line_title on order_line (store_id, left(title, 200));
create index order_line_sku on order_line (store_id, left(sku, 200)) where sku is not null;
-- The list's own index (store_id, created_at desc, platform_order_id) serves the roll-up as well.
drop index orders_day;
