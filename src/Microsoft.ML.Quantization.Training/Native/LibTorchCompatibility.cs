using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>
/// Lets TorchSharp 0.107 load on Linux systems with a libstdc++ from before GCC 13, such as Debian 12 and Ubuntu 22.04. Its
/// native library asks for symbol version GLIBCXX_3.4.32 because it names <c>std::ios_base_library_init()</c>, which it never
/// calls; marking the need as weak makes the loader accept the older library. A copy in the user's cache is changed and loaded where
/// the program's own file, which stays as it is, does not load.
/// </summary>
internal static class LibTorchCompatibility
{
    private const string Name = "LibTorchSharp";
    private const string FileName = $"lib{Name}.so";
    private const string Version = "GLIBCXX_3.4.32";
    private const string SymbolOfThatVersion = "_ZSt21ios_base_library_initv";

    private static readonly Lazy<nint> Copy = new(LoadCopy);
    private static byte[] _content = [];

    /// <summary>Why there is no copy where one is needed; empty otherwise.</summary>
    public static string Problem { get; private set; } = "";

    /// <summary>To be called before anything of TorchSharp is touched.</summary>
    public static void Ensure()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || SystemHasVersion() || ProgramLibraries.Find(FileName) is not { } path)
        {
            return;
        }

        _content = File.ReadAllBytes(path);
        if (NeedsNoMore(_content))
        {
            // Asked after the runtime's own search, which finds the program's file and cannot load it.
            (AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly) ?? AssemblyLoadContext.Default).ResolvingUnmanagedDll += Resolve;
        }
    }

    private static bool SystemHasVersion() =>
        NativeLibrary.TryLoad("libstdc++.so.6", out nint handle) && NativeLibrary.TryGetExport(handle, SymbolOfThatVersion, out _);

    private static bool NeedsNoMore(byte[] file)
    {
        try
        {
            return ElfVersionNeeds.MakeWeak(file, Version);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            // No library that anything could load; TorchSharp says so.
            return false;
        }
    }

    private static nint Resolve(Assembly assembly, string name) => name is Name or FileName ? Copy.Value : 0;

    private static nint LoadCopy()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        // The copy looks for these beside itself, unless they are loaded.
        _ = NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out _);
        _ = NativeLibrary.TryLoad("torch", typeof(torch).Assembly, null, out _);
        foreach (var place in PrivateCopy.Places)
        {
            if (place.Load(FileName, _content) is { } library)
            {
                Problem = "";
                return library;
            }

            Problem = $"TorchSharp needs a libstdc++ that has {Version} (GCC 13). This system's is older, and a copy of {FileName} that does without could not be "
                + "kept in the user's cache or the folder for temporary files. Let XDG_CACHE_HOME name a folder of your own that may hold programs, or install libstdc++6 of GCC 13 or later. ";
        }

        return 0;
    }
}
