-- What many users have in common, beside each other: a list sorted, filtered or counted
-- by one of these reads this index, which is a third of the users' table. It begins with
-- the column by which people sort and group most.
CREATE INDEX user_property ON user (
    department, country, company_name, user_type, enabled, city, state, office_location, job_title, usage_location, on_premises_synced,
    created
);
