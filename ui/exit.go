package ui

import (
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/widgets"
)

// windowLimit is how long the toolkit may take to end a window behind which everything
// has been closed.
const windowLimit = 3 * time.Second

// exit ends the program: its work, then the data, then the window, so that nothing asks
// the toolkit for anything while it stops. The window shows that meanwhile, because an
// import that is interrupted takes a moment to end; hidden, it would leave its icon in
// the notification area of Windows.
func (p *program) exit() {
	if !p.exiting.CompareAndSwap(false, true) {
		return
	}
	if p.shell != nil {
		p.shell.remember()
	}
	p.cancel()
	p.window.SetCloseIntercept(func() {})
	p.window.SetContent(widgets.NewEmptyState(lang.L("Closing..."), "", nil))
	open := p.shell
	go func() {
		status := 0
		if p.close(open) != nil {
			status = 1
		}
		time.AfterFunc(windowLimit, func() { // Run has returned by then
			fyne.LogError("The window did not end by itself", nil)
			os.Exit(status)
		})
		widgets.Do(p.window.Close)
	}()
}

// close ends what goes on beside the window and closes everything, once; who comes
// later waits for it. It returns why the data directory could not be opened.
func (p *program) close(open *shell) error {
	p.closing.Do(func() {
		if open != nil {
			open.session.Close()
		}
		p.work.Wait()
		p.closeLast()
	})
	return p.last.err
}

// takeStopHook takes from the toolkit what it does after it has stopped, which is to
// write the preferences, and returns it. Fyne 2.8.1 queues it while it stops reading the
// queue (runGL in internal/driver/glfw/loop.go), and waits for ever for what it missed.
func takeStopHook(l fyne.Lifecycle) (hook func()) {
	hook = func() {}
	stopping, ok := l.(interface {
		OnStopped() func()
		SetOnStoppedHookExecuted(hook func())
	})
	if !ok {
		return hook
	}
	if f := stopping.OnStopped(); f != nil {
		hook = f
	}
	stopping.SetOnStoppedHookExecuted(nil)
	return hook
}
