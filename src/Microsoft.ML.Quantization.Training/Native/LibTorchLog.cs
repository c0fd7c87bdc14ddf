using System.Runtime.InteropServices;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>
/// Keeps the native library behind TorchSharp from writing warnings to the error stream: on processors that one of its back ends does
/// not know it writes the same one at every convolution. Errors come as exceptions. A level that the user has set stays.
/// </summary>
internal static unsafe class LibTorchLog
{
    private const string Level = "TORCH_CPP_LOG_LEVEL";

    // void c10::initLogging(), which reads the level; only its Python package calls it.
    private const string Initialize = "_ZN3c1011initLoggingEv";

    /// <summary>To be called once the library is loaded; does nothing where it is built in another way.</summary>
    public static void ErrorsOnly()
    {
        NativeEnvironment.Set(Level, "ERROR");
        if (!OperatingSystem.IsWindows() && NativeLibrary.TryLoad("c10", typeof(torch).Assembly, null, out nint library) && NativeLibrary.TryGetExport(library, Initialize, out nint function))
        {
            ((delegate* unmanaged<void>)function)();
        }
    }
}
