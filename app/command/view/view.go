// Package view has the commands for saved lists, and for writing them into files.
package view

import (
	"context"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/lists"
)

// Commands are the commands of inventory-beacon view.
type Commands struct {
	List   listCommand   `cmd:"" help:"List the views."`
	Save   saveCommand   `cmd:"" help:"Save a view, in place of the one of that name."`
	Delete deleteCommand `cmd:"" help:"Delete a view with its automatic exports."`
}

type listCommand struct{}

func (listCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	views, err := beacon.History.Views(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(views)
	}
	if len(views) == 0 {
		c.Note("There is no view. Save one with: %s view save NAME LIST --filter EXPR", c.Program())
		return nil
	}
	t := console.NewTable("Name", "List", "Filter", "Columns", "Sort", "Group By")
	t.LeaveOut("Columns", "Sort", "Group By")
	for _, v := range views {
		t.Add(v.Name, v.List, v.Filter, strings.Join(v.Columns, ","), v.Sort, v.GroupBy)
	}
	return t.Write(c)
}

type saveCommand struct {
	Name string `arg:"" help:"Name of the view."`
	List string `arg:"" help:"What it lists: users, applications, licenses, usage, costs, reclaim or changes." enum:"users,applications,licenses,usage,costs,reclaim,changes"`
	console.ListFlags
	Window int `help:"A user counts as active when the last activity lies within so many days before the report: 30, 90 or 180; 90 when not set." enum:"30,90,180" default:"90" placeholder:"DAYS"`
}

func (cmd saveCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	q := cmd.Wanted(lists.Query{})
	view := lists.View{
		Name: cmd.Name, List: cmd.List, Filter: q.Filter, Columns: append([]string{}, q.Columns...), Sort: q.Sort, GroupBy: q.GroupBy,
		Search: q.Search, Days: cmd.Window,
	}
	if err := beacon.SaveView(ctx, view); err != nil {
		return err
	}
	c.Note("Saved the view %s.", view.Name)
	if c.JSON {
		return c.PrintJSON(view)
	}
	return nil
}

type deleteCommand struct {
	Name string `arg:"" help:"Name of the view."`
}

func (cmd deleteCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	view, err := beacon.DeleteView(ctx, cmd.Name)
	if err != nil {
		return err
	}
	c.Note("Deleted the view %s.", view.Name)
	if c.JSON {
		return c.PrintJSON(view)
	}
	return nil
}
