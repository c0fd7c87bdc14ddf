using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>Environment variables for native libraries, which on Unix do not see what .NET sets.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable unless the user has.</summary>
    public static void Set(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) != null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Environment.SetEnvironmentVariable(name, value);
        }
        else
        {
            _ = SetVariable(name, value, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
