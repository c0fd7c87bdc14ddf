using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Examples;

/// <summary>Scores a .tflite file in LiteRT, which runs under Node.js with the packages of the folder web.</summary>
internal static class LiteRt
{
    /// <summary>The class of each image; <see langword="null"/> where Node.js or its packages are absent.</summary>
    public static int[]? Score(string file, FashionImage[] images)
    {
        string web = Path.Combine(Path.GetDirectoryName(SourceFile())!, "web");
        string rows = Path.GetTempFileName(), scores = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(rows, [.. images.SelectMany(image => MemoryMarshal.AsBytes<float>(image.Image).ToArray())]);
            using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(web, "score.mjs"), file, rows, scores]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            node.ErrorDataReceived += (_, _) => { };
            node.BeginErrorReadLine();
            node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            float[] values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(scores)).ToArray();
            return node.ExitCode == 0 ? [.. values.Chunk(values.Length / images.Length).Select(row => Array.IndexOf(row, row.Max()))] : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
        finally
        {
            File.Delete(rows);
            File.Delete(scores);
        }
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
