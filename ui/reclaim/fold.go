package reclaim

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/widgets/grid"
	"inventorybeacon/ui/widgets/menu"
)

// fold opens or closes a group, as in a tree: from a recommendation, Left leads to its group, and Right in a group that is open to the
// first one.
func (p *Page) fold(row int, wanted grid.Fold) {
	line, loaded := p.record(row)
	if !loaded || p.data.Loading() {
		return
	}
	if line.group == nil {
		if at, within := p.lines.Load().groupOf(row); within && wanted == grid.FoldClosed {
			p.grid.Select(at)
		}
		return
	}
	id, now := line.group.GroupID, p.closed[line.group.GroupID]
	closed := wanted == grid.FoldClosed || wanted == grid.FoldOther && !now
	if closed == now {
		if !closed {
			p.grid.Select(row + 1)
		}
		return
	}
	if closed {
		p.closed[id] = true
	} else {
		delete(p.closed, id)
	}
	p.reload()
}

// foldCommands open or close all groups.
func (p *Page) foldCommands() []menu.Command {
	if p.groups() == "" {
		return nil
	}
	some := func(closed bool) func() bool {
		return func() bool {
			lines := p.lines.Load()
			if p.data.Loading() {
				return false
			}
			for _, g := range lines.groups {
				if lines.open(g) == closed {
					return true
				}
			}
			return false
		}
	}
	return []menu.Command{
		{},
		{Text: lang.L("Collapse All"), Enabled: some(true), Action: func() { p.foldAll(true) }},
		{Text: lang.L("Expand All"), Enabled: some(false), Action: func() { p.foldAll(false) }},
	}
}

// foldAll closes or opens all groups. Which line is selected stays as far as it is still there.
func (p *Page) foldAll(closed bool) {
	clear(p.closed)
	if closed {
		for _, g := range p.lines.Load().groups {
			p.closed[g.GroupID] = true
		}
	}
	p.grid.ScrollTo(0)
	p.reload()
}
