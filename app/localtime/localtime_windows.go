package localtime

import (
	"time"

	"golang.org/x/sys/windows"
)

func readSystem(known any) (*time.Location, any, error) {
	var zone windows.Timezoneinformation
	if _, err := windows.GetTimeZoneInformation(&zone); err != nil {
		return nil, nil, err
	}
	text := zoneText(rulesOf(zone))
	if known == nil || known == any(text) {
		return time.Local, text, nil
	}
	place, err := placeOf(text)
	return place, text, err
}

func rulesOf(zone windows.Timezoneinformation) rules {
	change := func(at windows.Systemtime) change {
		return change{month: int(at.Month), week: int(at.Day), weekday: int(at.DayOfWeek), minute: int(at.Hour)*60 + int(at.Minute)}
	}
	return rules{
		bias: int(zone.Bias), standardBias: int(zone.StandardBias), daylightBias: int(zone.DaylightBias),
		standard: change(zone.StandardDate), daylight: change(zone.DaylightDate),
	}
}
