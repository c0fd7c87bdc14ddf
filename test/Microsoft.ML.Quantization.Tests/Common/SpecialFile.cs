using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Tests.Common;

/// <summary>Makes files that are not regular.</summary>
internal static partial class SpecialFile
{
    /// <summary>Skips the test where there are none.</summary>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            Assert.Inconclusive("Needs a system with pipes and devices in its file system.");
        }
    }

    public static string Pipe(string path)
    {
        Assert.AreEqual(0, MakePipe(path, 0x180));
        return path;
    }

    /// <summary>A socket that listens, until disposed of.</summary>
    public static IDisposable Socket(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
