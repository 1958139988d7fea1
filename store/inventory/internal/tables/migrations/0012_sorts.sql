-- By which people sort, filter and group most. Each costs a first import about 2 %.
CREATE INDEX user_department ON user (department);
CREATE INDEX user_country ON user (country);
