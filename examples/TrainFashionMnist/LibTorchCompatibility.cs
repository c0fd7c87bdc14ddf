using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Examples;

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

    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 0x2;

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
            if (MakeWeak(file))
            {
                Replace(path, file);
            }
        }
    }

    private static bool SystemHasVersion()
    {
        return NativeLibrary.TryLoad("libstdc++.so.6", out nint handle) && NativeLibrary.TryGetExport(handle, SymbolOfThatVersion, out _);
    }

    /// <returns>Whether the file had to be changed.</returns>
    private static bool MakeWeak(Span<byte> file)
    {
        uint wanted = ElfHash(Version);
        (int offset, int count) = FindSection(file, VersionNeedSection);
        for (int i = 0; i < count; i++)
        {
            int entry = offset + (int)ReadUInt32(file, offset + 8);
            for (int j = ReadUInt16(file, offset + 2); j > 0; j--)
            {
                int flags = ReadUInt16(file, entry + 4);
                if (ReadUInt32(file, entry) == wanted && (flags & Weak) == 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(file[(entry + 4)..], (ushort)(flags | Weak));
                    return true;
                }

                entry += (int)ReadUInt32(file, entry + 12);
            }

            offset += (int)ReadUInt32(file, offset + 12);
        }

        return false;
    }

    private static (int Offset, int Count) FindSection(ReadOnlySpan<byte> file, uint type)
    {
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file[0x28..]);
        int size = ReadUInt16(file, 0x3a);
        for (int i = 0; i < ReadUInt16(file, 0x3c); i++)
        {
            int header = table + (i * size);
            if (ReadUInt32(file, header + 4) == type)
            {
                return ((int)BinaryPrimitives.ReadUInt64LittleEndian(file[(header + 0x18)..]), (int)ReadUInt32(file, header + 0x2c));
            }
        }

        return (0, 0);
    }

    /// <summary>The hash by which the System V ABI identifies a symbol version.</summary>
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (byte letter in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    private static void Replace(string path, byte[] content)
    {
        string temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> file, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(file[offset..]);

    private static uint ReadUInt32(ReadOnlySpan<byte> file, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file[offset..]);
}
