namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Transposes 8 x 8 bits at a time: halves of eight planes change places, then their quarters, then single bits. The same for words of any width.</summary>
internal static unsafe class PlaneTransposition
{
    private const ulong Quads = 0x0F0F0F0F0F0F0F0F;
    private const ulong Pairs = 0x3333333333333333;
    private const ulong Ones = 0x5555555555555555;

    /// <param name="values">The values that planes name by index.</param>
    /// <param name="planes">The indices of eight planes.</param>
    /// <param name="runs">Eight runs of bytes, one behind the other.</param>
    public static void Run<TWords, TWidth>(ulong* values, int* planes, ulong* runs)
        where TWords : unmanaged
        where TWidth : struct, IPlaneWords<TWords>
    {
        long words = sizeof(TWords) / sizeof(ulong);
        var (a, b, c, d) = (TWidth.Load(values + (words * planes[0])), TWidth.Load(values + (words * planes[1])), TWidth.Load(values + (words * planes[2])), TWidth.Load(values + (words * planes[3])));
        var (e, f, g, h) = (TWidth.Load(values + (words * planes[4])), TWidth.Load(values + (words * planes[5])), TWidth.Load(values + (words * planes[6])), TWidth.Load(values + (words * planes[7])));
        TWidth.Swap(ref a, ref e, 4, Quads);
        TWidth.Swap(ref b, ref f, 4, Quads);
        TWidth.Swap(ref c, ref g, 4, Quads);
        TWidth.Swap(ref d, ref h, 4, Quads);
        TWidth.Swap(ref a, ref c, 2, Pairs);
        TWidth.Swap(ref b, ref d, 2, Pairs);
        TWidth.Swap(ref e, ref g, 2, Pairs);
        TWidth.Swap(ref f, ref h, 2, Pairs);
        TWidth.Swap(ref a, ref b, 1, Ones);
        TWidth.Swap(ref c, ref d, 1, Ones);
        TWidth.Swap(ref e, ref f, 1, Ones);
        TWidth.Swap(ref g, ref h, 1, Ones);
        TWidth.Store(a, runs);
        TWidth.Store(b, runs + words);
        TWidth.Store(c, runs + (2 * words));
        TWidth.Store(d, runs + (3 * words));
        TWidth.Store(e, runs + (4 * words));
        TWidth.Store(f, runs + (5 * words));
        TWidth.Store(g, runs + (6 * words));
        TWidth.Store(h, runs + (7 * words));
    }
}
