package lists

import (
	"inventorybeacon/app/export"
	"inventorybeacon/store/history"
)

// LicenseTrendColumns are the columns of how the numbers of licenses went.
func LicenseTrendColumns() []export.Column[history.LicensePoint] {
	return append([]export.Column[history.LicensePoint]{
		{Key: "time", Title: "Time", Kind: export.Moment, Value: func(p history.LicensePoint) any { return p.Time }},
		{Key: "purchased", Title: "Purchased", Kind: export.Number, Value: func(p history.LicensePoint) any { return p.Purchased }},
		{Key: "assigned", Title: "Assigned", Kind: export.Number, Value: func(p history.LicensePoint) any { return p.Assigned }},
	}, activeColumns(func(p history.LicensePoint) history.Active { return p.Active })...)
}

// ApplicationTrendColumns are the columns of how the numbers of an application went.
func ApplicationTrendColumns() []export.Column[history.ApplicationPoint] {
	return append([]export.Column[history.ApplicationPoint]{
		{Key: "time", Title: "Time", Kind: export.Moment, Value: func(p history.ApplicationPoint) any { return p.Time }},
		{Key: "entitled", Title: "Entitled", Kind: export.Number, Value: func(p history.ApplicationPoint) any { return p.Entitled }},
	}, activeColumns(func(p history.ApplicationPoint) history.Active { return p.Active })...)
}

func activeColumns[T any](of func(T) history.Active) []export.Column[T] {
	return []export.Column[T]{
		{Key: "active30", Title: "Active 30", Kind: export.Number, Value: func(p T) any { return export.Int(of(p)[0]) }},
		{Key: "active90", Title: "Active 90", Kind: export.Number, Value: func(p T) any { return export.Int(of(p)[1]) }},
		{Key: "active180", Title: "Active 180", Kind: export.Number, Value: func(p T) any { return export.Int(of(p)[2]) }},
	}
}
