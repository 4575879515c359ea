using System.Runtime.InteropServices;

namespace ClinicalEngagement.Durable.Tests.Harness;

/// <summary>
/// A disk under SQLite whose writes a test can refuse: a VFS of its own (https://www.sqlite.org/vfs.html) that is the machine's in
/// everything but the opening and writing of files. A write that is refused leaves its first half behind, as a full disk does.
/// </summary>
internal sealed class FaultyDisk : IDisposable
{
    /// <summary>SQLite's result codes.</summary>
    public const int Ok = 0, Full = 13, WriteFailed = 10 | (3 << 8);

    private const int OpenReadOnly = 0x1, OpenReadWrite = 0x2, OpenCreate = 0x4;

    // struct sqlite3_vfs: three ints and padding, then pointers.
    private const int VfsName = 24, VfsOpen = 40, VfsBytes = 168;

    // struct sqlite3_io_methods: an int and padding, then pointers; the word before our copy holds the original's address.
    private const int MethodsWrite = 24, MethodsBytes = 152;

    private static int number;

    private readonly nint vfs;
    private readonly nint name;
    private readonly XOpen open;
    private readonly XOpen openAsBefore;
    private readonly XWrite write;
    private readonly Dictionary<nint, nint> methods = [];
    private readonly Lock gate = new();
    private int writes;

    public FaultyDisk()
    {
        if (IntPtr.Size != 8)
            throw new PlatformNotSupportedException("The offsets above are those of 64 bits.");
        Name = $"faulty-{Interlocked.Increment(ref number)}";
        var machine = sqlite3_vfs_find(0);
        vfs = Marshal.AllocHGlobal(VfsBytes);
        for (var i = 0; i < VfsBytes; i += IntPtr.Size)
            Marshal.WriteIntPtr(vfs, i, Marshal.ReadIntPtr(machine, i));
        openAsBefore = Marshal.GetDelegateForFunctionPointer<XOpen>(Marshal.ReadIntPtr(machine, VfsOpen));
        open = Open;
        write = Write;
        Marshal.WriteIntPtr(vfs, VfsName, name = Marshal.StringToCoTaskMemUTF8(Name));
        Marshal.WriteIntPtr(vfs, VfsOpen, Marshal.GetFunctionPointerForDelegate(open));
        sqlite3_vfs_register(vfs, makeDefault: 0).ShouldBe(Ok);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int XOpen(nint vfs, nint path, nint file, int flags, nint outFlags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int XWrite(nint file, nint bytes, int count, long offset);

    /// <summary>What SQLite calls it.</summary>
    public string Name { get; }

    /// <summary>True where files can be read only.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Given the running number of each write, from 1: <see cref="Ok"/>, or the result code that it gets.</summary>
    public Func<int, int> Judge { get; set; } = _ => Ok;

    /// <summary>How many writes there have been.</summary>
    public int Writes => Volatile.Read(ref writes);

    /// <summary>Only once no connection uses it any more.</summary>
    public void Dispose()
    {
        _ = sqlite3_vfs_unregister(vfs);
        Marshal.FreeHGlobal(vfs);
        Marshal.FreeCoTaskMem(name);
        foreach (var copy in methods.Values)
            Marshal.FreeHGlobal(copy - IntPtr.Size);
    }

    private int Open(nint self, nint path, nint file, int flags, nint outFlags)
    {
        if (IsReadOnly)
            flags = (flags & ~(OpenReadWrite | OpenCreate)) | OpenReadOnly;
        var result = openAsBefore(self, path, file, flags, outFlags);
        var original = Marshal.ReadIntPtr(file);
        if (result == Ok && original != 0)
            Marshal.WriteIntPtr(file, Hooked(original));
        return result;
    }

    private nint Hooked(nint original)
    {
        lock (gate)
        {
            if (methods.TryGetValue(original, out var known))
                return known;
            var copy = Marshal.AllocHGlobal(IntPtr.Size + MethodsBytes) + IntPtr.Size;
            Marshal.WriteIntPtr(copy, -IntPtr.Size, original);
            for (var i = 0; i < MethodsBytes; i += IntPtr.Size)
                Marshal.WriteIntPtr(copy, i, Marshal.ReadIntPtr(original, i));
            Marshal.WriteIntPtr(copy, MethodsWrite, Marshal.GetFunctionPointerForDelegate(write));
            methods.Add(original, copy);
            return copy;
        }
    }

    private int Write(nint file, nint bytes, int count, long offset)
    {
        var original = Marshal.ReadIntPtr(Marshal.ReadIntPtr(file), -IntPtr.Size);
        var writeAsBefore = Marshal.GetDelegateForFunctionPointer<XWrite>(Marshal.ReadIntPtr(original, MethodsWrite));
        var verdict = Judge(Interlocked.Increment(ref writes));
        if (verdict == Ok)
            return writeAsBefore(file, bytes, count, offset);
        _ = writeAsBefore(file, bytes, count / 2, offset);
        return verdict;
    }

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern nint sqlite3_vfs_find(nint name);

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern int sqlite3_vfs_register(nint vfs, int makeDefault);

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern int sqlite3_vfs_unregister(nint vfs);
}
