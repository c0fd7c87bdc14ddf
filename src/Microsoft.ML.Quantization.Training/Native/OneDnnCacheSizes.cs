using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>
/// Makes oneDNN, the library that computes TorchSharp's convolutions, go by its own sizes of caches. On AMD processors it believes leaf
/// 0x8000001D of CPUID even where a virtual machine leaves it empty, and takes each cache for one byte. Then it orders its loops
/// in ways that fill up channels wrongly where their number is no multiple of 8 or 16. Without any cache it knows what to do.
/// </summary>
internal static unsafe class OneDnnCacheSizes
{
    // dnnl::impl::cpu::x64::cpu(), which gives what CPUID said, and a function of the same library that is exported: at::globalContext().
    private const string Processor = "_ZN4dnnl4impl3cpu3x643cpuEv";
    private const string Exported = "_ZN2at13globalContextEv";

    // Where in it the caches begin, in integers; and three caches of one byte each, for one core each, of at most ten.
    private const int Caches = 7;
    private static readonly int[] EmptyCaches = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>To be called once TorchSharp is loaded, before the first convolution.</summary>
    /// <returns>Whether the sizes were found to be as described and are mended; nothing is changed otherwise.</returns>
    public static bool Mend()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || FindProcessor() is not { } processor)
        {
            return false;
        }

        var caches = new Span<int>(((delegate* unmanaged<int*>)processor)() + Caches, EmptyCaches.Length);
        if (!caches.SequenceEqual(EmptyCaches))
        {
            return false;
        }

        // The number of caches: the sizes are not looked at any more.
        caches[^1] = 0;
        return true;
    }

    private static nint? FindProcessor()
    {
        using var process = Process.GetCurrentProcess();
        var module = process.Modules.Cast<ProcessModule>().FirstOrDefault(module => module.ModuleName == "libtorch_cpu.so");
        if (module is null || !NativeLibrary.TryLoad(module.FileName, out nint library) || !NativeLibrary.TryGetExport(library, Exported, out nint exported))
        {
            return null;
        }

        try
        {
            var (wanted, known) = Symbols(module.FileName);
            return module.BaseAddress + known == exported ? module.BaseAddress + (nint?)wanted : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private static (long? Wanted, long? Known) Symbols(string path)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            var bytes = new ReadOnlySpan<byte>(start, checked((int)view.SafeMemoryMappedViewHandle.ByteLength));
            return (ElfSymbols.Find(bytes, Processor), ElfSymbols.Find(bytes, Exported));
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
