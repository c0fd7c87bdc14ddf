namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>16 sums side by side. A product is rounded to float before it is added, so that all widths and machines give the same bits.</summary>
internal unsafe interface IWeightLanes<T>
    where T : unmanaged, IWeightLanes<T>
{
    static abstract T Load(float* values);

    /// <summary>One value times 16 weights is added.</summary>
    static abstract T Add(T sums, float value, sbyte* weights);

    /// <summary>16 values, each times its weight, are added.</summary>
    static abstract T Add(T sums, float* values, sbyte* weights);

    static abstract T Add(T left, T right);

    static abstract void Store(T sums, float* target);
}
