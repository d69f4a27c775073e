package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// forgetStart gives back the pages of the program that its start touched: each
// package has a few lines there, on pages of which most are never used again.
// What is used comes back from the file, which is in memory. A process that
// reads a repository is 7 to 10 MB smaller for it.
//
// Given back are mappings of the file of the program that cannot be written to
// and of which no page was changed (proc(5), smaps).
func forgetStart() {
	own, err := os.Executable()
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer f.Close()
	var from, to uintptr
	ours := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		key, value, _ := strings.Cut(line, " ")
		switch {
		case !strings.HasSuffix(key, ":"): // "00400000-012b7000 r-xp 00000000 fe:01 4321    /usr/bin/guette"
			n, _ := fmt.Sscanf(key, "%x-%x", &from, &to)
			ours = n == 2 && strings.HasSuffix(line, " "+own) && !strings.HasPrefix(value, "rw")
		case ours && key == "Anonymous:" && strings.HasSuffix(value, " 0 kB"):
			syscall.Syscall(syscall.SYS_MADVISE, from, to-from, syscall.MADV_DONTNEED)
		}
	}
}
