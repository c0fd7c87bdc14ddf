using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.Quantization.Common;

/// <summary>Asks Linux by <c>statx</c>, whose answer has one layout on all processors.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxFileStatus
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const int OfTheDescriptor = 0x1000;
    private const uint TypeAndOwner = 0x1 | 0x8;

    public static FileStatus? Read(string path, bool followLink) =>
        Ask(CurrentFolder, path, followLink ? 0 : DoNotFollow, TypeAndOwner, out Answer answer) == 0 ? FileStatus.Read(answer.Mode, answer.Owner) : null;

    public static FileStatus? Read(SafeFileHandle file)
    {
        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);
            return Ask((int)file.DangerousGetHandle(), "", OfTheDescriptor, TypeAndOwner, out Answer answer) == 0 ? FileStatus.Read(answer.Mode, answer.Owner) : null;
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint wanted, out Answer answer);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Answer
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
