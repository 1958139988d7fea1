package centraltest

import (
	"os/exec"
	"strconv"
)

// LimitFiles keeps a running server from making any file larger than that, from now on; a negative number ends that. It
// needs no privilege. A number that is no whole page has pages be written in part, as on a disk without room.
func (s *Server) LimitFiles(bytes int64) {
	s.t.Helper()
	limit := "unlimited"
	if bytes >= 0 {
		limit = strconv.FormatInt(bytes, 10)
	}
	for _, pid := range s.Processes() { // others take it over when they are started
		command := exec.Command("prlimit", "--fsize="+limit+":", "--pid", strconv.Itoa(pid))
		command.SysProcAttr = account()
		if output, err := command.CombinedOutput(); err != nil && pid == s.command.Process.Pid {
			s.t.Fatalf("%v\n%s", err, output)
		}
	}
}
