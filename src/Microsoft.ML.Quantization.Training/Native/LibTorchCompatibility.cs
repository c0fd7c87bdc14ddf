using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>
/// Lets TorchSharp 0.107 load on Linux systems with a libstdc++ from before GCC 13, such as Debian 12 and Ubuntu 22.04. Its
/// native library asks for symbol version GLIBCXX_3.4.32 because it names <c>std::ios_base_library_init()</c>, which it never
/// calls; marking the need as weak makes the loader accept the older library. Only the copy in the output folder is changed.
/// </summary>
internal static class LibTorchCompatibility
{
    private const string Library = "libLibTorchSharp.so";
    private const string Version = "GLIBCXX_3.4.32";
    private const string SymbolOfThatVersion = "_ZSt21ios_base_library_initv";

    /// <summary>To be called before anything of TorchSharp is touched.</summary>
    public static void Ensure()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || SystemHasVersion())
        {
            return;
        }

        foreach (string path in Directory.EnumerateFiles(AppContext.BaseDirectory, Library, SearchOption.AllDirectories))
        {
            byte[] file = File.ReadAllBytes(path);
            if (ElfVersionNeeds.MakeWeak(file, Version))
            {
                Replace(path, file);
            }
        }
    }

    private static bool SystemHasVersion()
    {
        return NativeLibrary.TryLoad("libstdc++.so.6", out nint handle) && NativeLibrary.TryGetExport(handle, SymbolOfThatVersion, out _);
    }

    private static void Replace(string path, byte[] content)
    {
        try
        {
            AtomicFile.Write(path, stream => stream.Write(content));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PlatformNotSupportedException(
                $"TorchSharp needs a libstdc++ that has {Version} (GCC 13). This system's is older, and '{path}' could not be changed to do without it: {e.Message} "
                + "Make the folder writable for the first run, or install libstdc++6 of GCC 13 or later.", e);
        }
    }
}
