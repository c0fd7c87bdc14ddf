namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>What <see cref="PlaneTransposition"/> does with words of one width.</summary>
/// <typeparam name="TWords">The words of a plane that are held at once.</typeparam>
internal unsafe interface IPlaneWords<TWords>
    where TWords : unmanaged
{
    static abstract TWords Load(ulong* source);

    static abstract void Store(TWords words, ulong* target);

    /// <summary>The bits of <paramref name="mask"/> in the second change places with those <paramref name="shift"/> above them in the first.</summary>
    static abstract void Swap(ref TWords first, ref TWords second, int shift, ulong mask);
}
