using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;

namespace Benchmarks.Tables;

/// <summary>Finds data frames in files of R's packages: .rda, and .rdb with its index .rdx. What .NET cannot decompress, xz does.</summary>
internal static class RFiles
{
    public static RVector Frame(string file, string name) => file.EndsWith(".rdb", StringComparison.Ordinal) ? FromDatabase(file, name) : FromArchive(file, name);

    private static RVector FromArchive(string file, string name)
    {
        byte[] data = Decompress(File.ReadAllBytes(file));
        return (RVector)((RPairs)new RReader(data, "RDX3\n".Length).Read()!).ByTag()[name]!;
    }

    private static RVector FromDatabase(string file, string name)
    {
        var index = (RVector)new RReader(Decompress(File.ReadAllBytes(Path.ChangeExtension(file, ".rdx"))), 0).Read()!;
        var variables = (RVector)Named(index, "variables")!;
        int[] place = [.. ((RVector)Named(variables, name)!).Values.Select(Convert.ToInt32)];
        byte[] chunk = File.ReadAllBytes(file).AsSpan(place[0], place[1]).ToArray();

        // Four bytes of length, then a letter for the kind, except for zlib's.
        byte[] data = chunk[4] switch
        {
            (byte)'Z' => Run("xz", ["--format=raw", "--lzma2=preset=6", "-dc"], chunk.AsSpan(5)),
            (byte)'2' => Run("bzip2", ["-dc"], chunk.AsSpan(5)),
            _ => Inflate(new ZLibStream(new MemoryStream(chunk, 4, chunk.Length - 4), CompressionMode.Decompress)),
        };
        return (RVector)new RReader(data, 0).Read()!;
    }

    private static object? Named(RVector list, string name) =>
        list.Attribute("names")!.ToList().IndexOf(name) is var at and >= 0 ? list.Values[at] : throw new InvalidDataException($"There is no '{name}' in the file.");

    private static byte[] Decompress(byte[] data) => BinaryPrimitives.ReadUInt16BigEndian(data) switch
    {
        0x1F8B => Inflate(new GZipStream(new MemoryStream(data), CompressionMode.Decompress)),
        0x425A => Run("bzip2", ["-dc"], data),
        0xFD37 => Run("xz", ["-dc"], data),
        0x789C => Inflate(new ZLibStream(new MemoryStream(data), CompressionMode.Decompress)),
        _ => data,
    };

    private static byte[] Inflate(Stream compressed)
    {
        using (compressed)
        {
            using var data = new MemoryStream();
            compressed.CopyTo(data);
            return data.ToArray();
        }
    }

    private static byte[] Run(string program, string[] arguments, ReadOnlySpan<byte> input)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, input);
            using var process = Process.Start(new ProcessStartInfo(program, [.. arguments, "--", file]) { RedirectStandardOutput = true })!;
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            return process.ExitCode == 0 ? output.ToArray() : throw new InvalidDataException($"{program} ended with {process.ExitCode}.");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
