using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Microsoft.ML.Quantization.Common;

/// <summary>Asks macOS by <c>stat</c>, which has a suffix on Intel for the layout that ARM has alone.</summary>
[SupportedOSPlatform("macos")]
internal static partial class MacFileStatus
{
    public static FileStatus? Read(string path, bool followLink)
    {
        bool intel = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        Answer answer;
        int failed = (followLink, intel) switch
        {
            (true, true) => IntelStat(path, out answer),
            (true, false) => Stat(path, out answer),
            (false, true) => IntelLinkStat(path, out answer),
            (false, false) => LinkStat(path, out answer),
        };
        return failed == 0 ? FileStatus.Read(answer.Mode, answer.Owner) : null;
    }

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, out Answer answer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkStat(string path, out Answer answer);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int IntelStat(string path, out Answer answer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int IntelLinkStat(string path, out Answer answer);

    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct Answer
    {
        [FieldOffset(4)]
        public ushort Mode;

        [FieldOffset(16)]
        public uint Owner;
    }
}
