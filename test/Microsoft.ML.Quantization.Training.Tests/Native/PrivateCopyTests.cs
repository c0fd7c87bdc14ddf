using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Native;

namespace Microsoft.ML.Quantization.Training.Tests.Native;

/// <summary>Copies of libraries are whole, the user's own, and mended where something happened to them.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class PrivateCopyTests : IDisposable
{
    private const string Library = "libx.so";

    private readonly TemporaryFolder _root = new();
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(100_000);

    private string Folder => _root.File("copies");

    private PrivateCopy Copies => new(Folder, keep: true);

    public void Dispose() => _root.Dispose();

    [TestMethod]
    public void ACopy_IsTheUsersOwn()
    {
        string path = Copies.Place(Library, _content);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        AssertWhole(path);
    }

    [TestMethod]
    public void AWholeCopy_IsLeftAlone()
    {
        string path = Copies.Place(Library, _content);
        var written = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(path, written);
        Assert.AreEqual(path, Copies.Place(Library, _content));
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(path));
    }

    [TestMethod]
    public void ACopyThatWasChanged_IsMadeAnew()
    {
        string path = Copies.Place(Library, _content);
        File.WriteAllBytes(path, _content[..500]);
        AssertWhole(Copies.Place(Library, _content));

        File.SetUnixFileMode(path, (UnixFileMode)0x1b6);
        AssertWhole(Copies.Place(Library, _content));

        string elsewhere = _root.File("elsewhere.so");
        File.Move(path, elsewhere);
        File.CreateSymbolicLink(path, elsewhere);
        AssertWhole(Copies.Place(Library, _content));
        Assert.IsNull(new FileInfo(path).LinkTarget);
    }

    [TestMethod]
    public void ManyAtOnce_AllFindItWhole()
    {
        Parallel.For(0, 64, _ => AssertWhole(Copies.Place(Library, _content)));
        Assert.HasCount(1, Directory.GetFileSystemEntries(Folder));
    }

    [TestMethod]
    public void AnotherLibrary_GetsAnotherName() =>
        Assert.AreNotEqual(Copies.Place(Library, _content), Copies.Place(Library, _content[1..]));

    [TestMethod]
    public void AFolderThatCannotBeMade_GivesNothing()
    {
        File.WriteAllText(Folder, "a file");
        Assert.IsNull(Copies.Load(Library, _content));
    }

    [TestMethod]
    public void WhatIsNoLibrary_LeavesNothingInAFolderOfItsOwn()
    {
        Assert.IsNull(new PrivateCopy(Folder, keep: false).Load(Library, _content));
        Assert.IsFalse(Directory.Exists(Folder));
    }

    private void AssertWhole(string path)
    {
        CollectionAssert.AreEqual(_content, File.ReadAllBytes(path));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}
