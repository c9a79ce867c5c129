-- What every order writes to. PostgreSQL's own rule analyses a table again after 50 rows and a tenth, in a young
-- installation all of these once a minute, and after each every connection plans its statements anew: seconds in
-- which orders take ten times as long (docs/performance.md). Statements here go by keys; a plan does not change
-- with the next thousand rows.
DO $$
DECLARE
  hot text;
BEGIN
  FOREACH hot IN ARRAY ARRAY[
    'orders', 'order_line', 'order_entry', 'order_address', 'order_discount', 'order_shipping_line',
    'order_transaction', 'fulfillment', 'refund', 'refund_line', 'refund_adjustment', 'customer', 'customer_profile',
    'customer_identity', 'customer_link', 'customer_segment_bounds', 'store', 'store_day', 'store_day_add_on', 'checkpoint',
    'delivery_day', 'inbox_entry', 'change_mark'] LOOP
    EXECUTE format('ALTER TABLE %I SET (
      autovacuum_analyze_threshold = 5000, autovacuum_analyze_scale_factor = 0.3,
      autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = 20000)', hot);
  END LOOP;
END $$;
