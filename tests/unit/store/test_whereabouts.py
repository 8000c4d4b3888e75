# SPDX-License-Identifier: EUPL-1.2
"""Where a profile may lie: a disk of this PC, which no program copies elsewhere, closed to other accounts."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.somebody import SOMEBODY, reachable
from welfaredesk.base.errors import NetworkShare
from welfaredesk.base.machine_errors import OthersProfile, SyncedFolder, UnownedDisk
from welfaredesk.store import instance, whereabouts
from welfaredesk.store.whereabouts import is_network_kind, kind_of, parse_linux, parse_mac, synced_by

LINUX = """\
sysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0
proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
/dev/mapper/vg-root / ext4 rw,relatime,errors=remount-ro 0 0
tmpfs /run tmpfs rw,nosuid,nodev,size=804204k,mode=755,inode64 0 0
/dev/sda1 /boot/efi vfat rw,relatime,fmask=0077,dmask=0077,codepage=437 0 0
systemd-1 /home auto rw,relatime,fd=55,pgrp=1,timeout=0,minproto=5,maxproto=5,direct 0 0
nas.comune.lan:/srv/home /home nfs4 rw,relatime,vers=4.2,rsize=1048576,hard,proto=tcp,sec=krb5p 0 0
//nas.comune.lan/servizi\\040sociali /mnt/Servizi\\040Sociali cifs rw,relatime,vers=3.1.1,cache=strict,uid=1000 0 0
anna@10.0.0.7:/dati /mnt/ssh fuse.sshfs rw,nosuid,nodev,relatime,user_id=1000,group_id=1000 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw,nosuid,nodev,relatime,user_id=1000,group_id=1000 0 0
/dev/sdb1 /media/anna/CHIAVETTA fuseblk rw,nosuid,nodev,relatime,user_id=0,group_id=0,allow_other 0 0
/home2/cifrata /mnt/cifrata fuse.gocryptfs rw,nosuid,nodev,relatime,user_id=1000,group_id=1000 0 0
qualcosa /mnt/mai-visto fuse.mai-visto rw,nosuid,nodev,relatime 0 0
drvfs /mnt/c 9p rw,noatime,dirsync,aname=drvfs;path=C:\\134,mmap,access=client 0 0
condivisa /media/sf_condivisa vboxsf rw,nodev,relatime,iocharset=utf8,uid=0,gid=999 0 0
AFS /afs afs rw,relatime 0 0
"""
"""Lines as Linux writes them: a service of a comune, a virtual machine, Windows under Linux."""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//anna@nas.local/Servizi%20sociali on /Volumes/Servizi sociali (smbfs, nodev, nosuid, mounted by anna)
nas:/srv on /Volumes/srv (nfs, nodev, nosuid)
sshfs@macfuse0 on /Volumes/ssh (macfuse, nodev, nosuid, synchronous, mounted by anna)
"""


@pytest.mark.parametrize(
    ("path", "kind", "far"),
    [
        ("/srv/profilo", "ext4", False),
        ("/home/Anna/welfaredesk/profile", "nfs4", True),
        ("/mnt/Servizi Sociali/anna", "cifs", True),
        ("/mnt/ssh", "fuse.sshfs", True),
        ("/run/user/1000/gvfs/smb-share:server=nas", "fuse.gvfsd-fuse", True),
        ("/media/anna/CHIAVETTA/profilo", "fuseblk", False),
        ("/mnt/cifrata/profilo", "fuse.gocryptfs", False),
        ("/mnt/mai-visto/profilo", "fuse.mai-visto", True),
        ("/mnt/c/Users/anna", "9p", True),
        ("/media/sf_condivisa/profilo", "vboxsf", True),
        ("/afs/comune", "afs", True),
        ("/home2/anna", "ext4", False),
        ("/mnt/sshfs-altro", "ext4", False),
    ],
)
def test_linux_says_what_lies_far_away(path: str, kind: str, *, far: bool) -> None:
    assert kind_of(path, parse_linux(LINUX)) == kind
    assert is_network_kind(kind) == far


@pytest.mark.parametrize(
    ("path", "kind", "far"),
    [
        ("/Users/anna/Library/Application Support/welfaredesk", "apfs", False),
        ("/Volumes/Servizi sociali/anna", "smbfs", True),
        ("/Volumes/srv", "nfs", True),
        ("/Volumes/ssh/x", "macfuse", True),
    ],
)
def test_macos_says_what_lies_far_away(path: str, kind: str, *, far: bool) -> None:
    assert kind_of(path, parse_mac(MAC)) == kind
    assert is_network_kind(kind) == far


def test_a_path_of_another_pc_is_one_however_it_is_spelled(tmp_path: Path) -> None:
    for said in ("//nas/servizi/anna", r"\\nas\servizi\anna", r"\\?\UNC\nas\servizi"):
        assert whereabouts._is_unc(said), said
    for said in ("/srv/anna", r"C:\Users\anna", r"\\?\C:\Users\anna", r"\\?\Volume{1}\anna"):
        assert not whereabouts._is_unc(said), said


def test_a_share_is_refused_before_a_file_is_made_there(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    share = tmp_path / "share"
    share.mkdir(mode=0o755)
    mounts.write_text(f"x {share} fuse.never-seen rw 0 0\n")
    with pytest.raises(NetworkShare):
        instance.hold(share / "profile", mounts=mounts)
    assert list(share.iterdir()) == []
    assert share.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("folders", "program"),
    [
        ("Dropbox/lavoro/profilo", "Dropbox"),
        ("Dropbox (Comune di Gussola)/profilo", "Dropbox"),
        ("OneDrive/profilo", "OneDrive"),
        ("OneDrive - Comune di Gussola/Documenti/profilo", "OneDrive"),
        ("Library/CloudStorage/OneDrive-ComunediGussola/profilo", "OneDrive"),
        ("Library/CloudStorage/GoogleDrive-anna@example.it/profilo", "Google Drive"),
        ("Library/Mobile Documents/profilo", "iCloud"),
        ("Nextcloud/profilo", "Nextcloud"),
        ("documenti/profilo", ""),
        ("one drive/profilo", ""),
        ("Dropboxes/profilo", ""),
    ],
)
def test_folders_that_programs_copy_are_known_by_their_names(folders: str, program: str, tmp_path: Path) -> None:
    assert synced_by(tmp_path / folders, environment={}) == program


def test_a_home_and_a_desk_may_have_the_name_of_such_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "Dropbox" / "nextcloud"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    profile = home / ".local/share/welfaredesk/profile"
    assert synced_by(profile, environment={}) == ""
    assert synced_by(profile.parent / "postazioni" / "Dropbox", environment={}) == ""
    assert synced_by(home / "Nextcloud" / "profilo", environment={}) == "Nextcloud"
    (home / ".stfolder").mkdir(parents=True)
    assert synced_by(profile, environment={}) == "Syncthing"


def test_folders_that_programs_copy_are_known_by_marks_and_variables(tmp_path: Path) -> None:
    marked = tmp_path / "condivisa"
    (marked / "profilo").mkdir(parents=True)
    assert synced_by(marked / "profilo", environment={}) == ""
    (marked / ".stfolder").mkdir()
    assert synced_by(marked / "profilo", environment={}) == "Syncthing"
    other = tmp_path / "cartella aziendale"
    assert synced_by(other / "profilo", environment={"OneDriveCommercial": str(other)}) == "OneDrive"
    assert synced_by(tmp_path / "fuori", environment={"OneDriveCommercial": str(other)}) == ""
    (tmp_path / "scorciatoia").symlink_to(marked / "profilo")
    assert synced_by(tmp_path / "scorciatoia", environment={}) == "Syncthing"


def test_a_synced_folder_is_refused_and_named(tmp_path: Path) -> None:
    profile = tmp_path / "Nextcloud" / "profilo"
    with pytest.raises(SyncedFolder) as told:
        instance.hold(profile)
    assert "Nextcloud copia su altri PC" in told.value.text
    assert list(tmp_path.iterdir()) == []


def test_rights_of_others_are_taken_when_a_profile_is_opened(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    (profile / "files").mkdir(parents=True)
    (profile / "vault.db").write_bytes(b"x")
    for path, mode in ((profile, 0o755), (profile / "files", 0o775), (profile / "vault.db", 0o644)):
        path.chmod(mode)
    instance.hold(profile).release()
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in (profile, *profile.iterdir())} == {
        "profile": "0o700",
        "files": "0o700",
        "vault.db": "0o600",
        "lock": "0o600",
    }


def test_rights_are_taken_through_a_link_as_well(tmp_path: Path) -> None:
    there = tmp_path / "disco" / "profilo"
    there.mkdir(parents=True)
    there.chmod(0o755)
    (tmp_path / "profile").symlink_to(there)
    assert whereabouts.close_to_others(tmp_path / "profile")
    assert there.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_another_account_neither_reads_a_profile_nor_opens_it() -> None:
    with reachable() as folder:
        profile = folder / "profile"
        instance.hold(profile).release()
        (profile / "slots").write_bytes(b"x")
        for command in (["ls", str(profile)], ["cat", str(profile / "slots")]):
            done = subprocess.run(
                command, capture_output=True, check=False, user=SOMEBODY, group=SOMEBODY, extra_groups=[]
            )
            assert done.returncode != 0, command
        os.chown(profile, SOMEBODY, SOMEBODY)
        with pytest.raises(OthersProfile):
            instance.hold(profile)
        assert sorted(path.name for path in profile.iterdir()) == ["lock", "slots"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("kind", ["vfat", "exfat", "ntfs3", "fuseblk", "fuse.ntfs-3g"])
def test_a_disk_without_owners_is_told_to_be_one(tmp_path: Path, kind: str) -> None:
    mounts, stick = tmp_path / "mounts", tmp_path / "CHIAVETTA"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 {stick} {kind} rw 0 0\n")
    (stick / "profile").mkdir(parents=True)
    for uid in (SOMEBODY, os.geteuid()):
        for folder in (stick, stick / "profile"):
            os.chown(folder, uid, uid)
        for place in (stick / "profile", stick / "non" / "ancora"):
            if uid == SOMEBODY:
                with pytest.raises(UnownedDisk):
                    instance.hold(place, mounts=mounts)
            else:
                instance.hold(place, mounts=mounts).release()
        assert (stick / "non").exists() == (uid != SOMEBODY)
