package datadir

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// RunElevated runs the program as an administrator, with the given arguments and without
// a window, after Windows has asked for consent, and waits until it has ended. An
// administrator's program has no output that its starter could read: it is given the name
// of a pipe that it tells what it has to say (see [OpenPipe]). Where nobody has consented, the error is
// [ErrNoConsent].
func RunElevated(ctx context.Context, arguments func(pipe string) []string) (said string, status uint32, err error) {
	pipe, err := listen()
	if err != nil {
		return "", 0, fmt.Errorf("make a pipe: %w", err)
	}
	defer pipe.hangUp()
	process, err := start(arguments(pipe.name), windows.SW_HIDE)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = windows.CloseHandle(process) }()
	ended := make(chan error, 1)
	go func() {
		_, err := windows.WaitForSingleObject(process, windows.INFINITE)
		ended <- err
	}()
	select {
	case <-ctx.Done(): // it goes on without us: only another administrator could end it
		return "", 0, context.Cause(ctx)
	case err = <-ended:
	}
	if err != nil {
		return "", 0, err
	}
	pipe.hangUp()
	if err := windows.GetExitCodeProcess(process, &status); err != nil {
		return "", 0, err
	}
	return <-pipe.said, status, nil
}

// pipe is heard by one other process.
type pipe struct {
	name string
	said chan string // once the other has ended, or hangUp was called
}

// mostSaid bounds what is heard, in bytes.
const mostSaid = 64 << 10

// listen makes a pipe into which administrators and this account may write, but no other
// computer, and hears what they write.
func listen() (*pipe, error) {
	p := &pipe{name: pipePrefix + rand.Text(), said: make(chan string, 1)}
	name, err := windows.UTF16PtrFromString(p.name)
	if err != nil {
		return nil, err
	}
	handle, err := windows.CreateNamedPipe(name, windows.PIPE_ACCESS_INBOUND|windows.FILE_FLAG_FIRST_PIPE_INSTANCE,
		windows.PIPE_TYPE_BYTE|windows.PIPE_WAIT|windows.PIPE_REJECT_REMOTE_CLIENTS, 1, mostSaid, mostSaid, 0, nil)
	if err != nil {
		return nil, err
	}
	go func() {
		file := os.NewFile(uintptr(handle), p.name)
		defer func() { _ = file.Close() }()
		// That it could not be waited for says that the other is there, or has gone already.
		if err := windows.ConnectNamedPipe(handle, nil); err != nil && !errors.Is(err, windows.ERROR_PIPE_CONNECTED) &&
			!errors.Is(err, windows.ERROR_NO_DATA) {
			p.said <- ""
			return
		}
		text, _ := io.ReadAll(io.LimitReader(file, mostSaid)) // until the other has closed it
		p.said <- string(text)
	}()
	return p, nil
}

// hangUp takes the place of another process that never came.
func (p *pipe) hangUp() {
	if file, err := os.OpenFile(p.name, os.O_WRONLY, 0); err == nil {
		_ = file.Close()
	}
}

// executeInfo is SHELLEXECUTEINFOW
// (learn.microsoft.com/windows/win32/api/shellapi/ns-shellapi-shellexecuteinfow).
type executeInfo struct {
	size         uint32
	mask         uint32
	window       windows.HWND
	verb         *uint16
	file         *uint16
	parameters   *uint16
	directory    *uint16
	show         int32
	instance     windows.Handle
	ids          uintptr
	class        *uint16
	classKey     windows.Handle
	hotKey       uint32
	iconOrScreen windows.Handle
	process      windows.Handle
}

// start starts the program as an administrator, and returns its process.
func start(arguments []string, show int32) (windows.Handle, error) {
	const keepProcess, synchronous = 0x40, 0x100 // SEE_MASK_NOCLOSEPROCESS, SEE_MASK_NOASYNC
	program, err := os.Executable()
	if err != nil {
		return 0, err
	}
	folder, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	info := executeInfo{mask: keepProcess | synchronous, show: show}
	info.size = uint32(unsafe.Sizeof(info))
	texts := []string{"runas", program, windows.ComposeCommandLine(arguments), folder}
	for i, to := range []**uint16{&info.verb, &info.file, &info.parameters, &info.directory} {
		if *to, err = windows.UTF16PtrFromString(texts[i]); err != nil {
			return 0, err
		}
	}
	done, _, err := windows.NewLazySystemDLL("shell32.dll").NewProc("ShellExecuteExW").Call(uintptr(unsafe.Pointer(&info)))
	switch {
	case done == 0 && errors.Is(err, windows.ERROR_CANCELLED):
		return 0, ErrNoConsent
	case done == 0:
		return 0, fmt.Errorf("start Inventory Beacon as an administrator: %w", err)
	}
	return info.process, nil
}
