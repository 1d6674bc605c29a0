DROP TRIGGER adopted_plan_keeps_its_head;
DROP TRIGGER plan_is_never_deleted;
