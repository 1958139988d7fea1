package dialog

import "inventorybeacon/ui/widgets"

// work is what a dialog does beside the window with what is entered in it.
type work struct {
	running  bool
	accepted bool // it was begun by the accepting button
	pressed  bool // which was pressed while something else ran
}

// Begin says that something is checked or stored of what is entered, unless that is so already. A press of the accepting button
// counts when it has ended.
func (d *Dialog) Begin() bool {
	if d.work.running {
		return false
	}
	d.work.running = true
	return true
}

// End says that it is done. Where another dialog has come up meanwhile, a press was not meant for what stands below that.
func (d *Dialog) End() {
	pressed := d.work.pressed
	d.work = work{}
	if pressed && !d.closed && widgets.LayerOn(d.canvas) == widgets.Layer(d.overlay) {
		d.Accept()
	}
}

// waiting is what the accepting button does: press, once nothing runs.
func (d *Dialog) waiting(press func()) func() {
	return func() {
		if d.work.running {
			d.work.pressed = !d.work.accepted
			return
		}
		d.work.accepted = true
		press()
		d.work.accepted = d.work.running
	}
}
