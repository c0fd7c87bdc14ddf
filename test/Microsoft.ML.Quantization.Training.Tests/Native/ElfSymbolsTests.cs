using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Training.Native;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.Tests.Native;

/// <summary>Symbols are found in the table that debuggers read.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class ElfSymbolsTests
{
    private const string First = "_ZN3c1011initLoggingEv";
    private const string Second = "_ZN3c1010TensorImpl17release_resourcesEv";

    [TestMethod]
    public void TwoFunctions_AreAsFarApartAsInMemory()
    {
        byte[] file = Read("libc10.so");
        Assert.IsTrue(NativeLibrary.TryLoad("c10", typeof(torch).Assembly, null, out nint library));
        Assert.AreEqual(NativeLibrary.GetExport(library, Second) - NativeLibrary.GetExport(library, First), (nint)(ElfSymbols.Find(file, Second) - ElfSymbols.Find(file, First))!);
    }

    [TestMethod]
    public void TheEndOfAName_IsNotTheName() => Assert.IsNull(ElfSymbols.Find(Read("libc10.so"), First[1..]));

    [TestMethod]
    public void AFileWithoutTheTable_HasNoSymbols() => Assert.IsNull(ElfSymbols.Find(Read("libonnxruntime.so"), "OrtGetApiBase"));

    private static byte[] Read(string library) => File.ReadAllBytes(Directory.EnumerateFiles(AppContext.BaseDirectory, library, SearchOption.AllDirectories).First());
}
