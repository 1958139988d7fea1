)

# What is done, and what somebody has to do.
$summary = @(
