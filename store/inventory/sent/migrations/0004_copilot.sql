-- What is sent of a user tells of Copilot, too. What a version before has begun to send is not gone on with, because it would be taken
-- for whole. What it has sent is sent again where it differs.
UPDATE tenant SET attempt = '', step = -1 WHERE attempt <> '';
