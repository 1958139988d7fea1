package publish

import "context"

// Figures are the numbers that a publish leaves in the history.
type Figures struct {
	Licenses     []LicenseFigures
	Applications []ApplicationFigures
}

// ActiveFigures are how many were active within 30, 90 and 180 days before the report's
// date; nil where it is not known.
type ActiveFigures [3]*int64

// FigureWindows are the windows of [ActiveFigures], in days.
var FigureWindows = [3]int{30, 90, 180}

// LicenseFigures are the numbers of a license.
type LicenseFigures struct {
	SKUID, PartNumber, Kind string
	Purchased, Assigned     int64
	Active                  ActiveFigures
}

// ApplicationFigures are the numbers of an application.
type ApplicationFigures struct {
	Name     string
	Entitled int64
	Active   ActiveFigures
}

// writeFigures writes the numbers beside what the publish has changed.
func (p *publishing) writeFigures(ctx context.Context) error {
	if p.Target.Figures == nil || p.copied != nil {
		return nil
	}
	figures, err := p.Target.Figures(ctx, p.conn, p.source)
	if err != nil {
		return err
	}
	for _, l := range figures.Licenses {
		if err := p.exec(ctx, "INSERT INTO main.outbox_license VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			p.outbox, l.SKUID, l.PartNumber, l.Kind, l.Purchased, l.Assigned, l.Active[0], l.Active[1], l.Active[2]); err != nil {
			return err
		}
	}
	for _, a := range figures.Applications {
		if err := p.exec(ctx, "INSERT INTO main.outbox_application VALUES (?, ?, ?, ?, ?, ?)",
			p.outbox, a.Name, a.Entitled, a.Active[0], a.Active[1], a.Active[2]); err != nil {
			return err
		}
	}
	return nil
}
