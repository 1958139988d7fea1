package microsoft365

import "inventorybeacon/connector"

// date returns the day of a time of Graph's; no date when it is not one.
func date(text string) connector.Date {
	d, err := connector.ParseDate(text)
	if err != nil {
		return 0
	}
	return d
}
