namespace Benchmarks.Trained;

/// <summary>A row of a table for benchmarks: of the real one where it was fetched, else made like it.</summary>
internal interface IBenchmarkRow<T>
    where T : IBenchmarkRow<T>
{
    /// <summary>The name of the fetched table.</summary>
    static abstract string Table { get; }

    static abstract string[] Numbers { get; }

    static abstract string[] Categories { get; }

    /// <summary>A row of the fetched table.</summary>
    static abstract T Parse(string[] cells);

    static abstract IEnumerable<T> Create(int count, int seed);
}
