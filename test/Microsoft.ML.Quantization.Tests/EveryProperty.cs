using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>All properties of an object, those of tomorrow included: what a copy of it must not forget.</summary>
internal static class EveryProperty
{
    private const BindingFlags AllMembers = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Gives every property that can be set a value that is not its default.</summary>
    public static T Filled<T>(T made)
        where T : class
    {
        foreach (var property in Settable(typeof(T)))
        {
            property.SetValue(made, Sample(property.PropertyType, property.GetValue(made)));
        }

        return made;
    }

    /// <summary>Whether a copy has the same values, but for the properties that are meant to differ.</summary>
    public static void AssertSurvive<T>(T original, T copy, params string[] changed)
        where T : class
    {
        Assert.AreNotSame(original, copy);
        foreach (var property in Readable(typeof(T)))
        {
            bool same = Equals(property.GetValue(original), property.GetValue(copy));
            Assert.AreEqual(!changed.Contains(property.Name), same, $"{typeof(T).Name}.{property.Name}");
        }
    }

    private static IEnumerable<PropertyInfo> Readable(Type type) => type.GetProperties(AllMembers).Where(property => property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract");

    private static IEnumerable<PropertyInfo> Settable(Type type) => Readable(type).Where(property => property.SetMethod != null);

    private static object? Sample(Type type, object? now)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(bool) => !(bool)(now ?? false),
            _ when plain == typeof(string) => "seven",
            _ when plain.IsArray => Array.CreateInstance(plain.GetElementType()!, 1),
            _ when plain.IsEnum => Enum.GetValues(plain).Cast<object>().Last(value => !value.Equals(now)),
            _ when plain.IsPrimitive => Convert.ChangeType(7, plain, System.Globalization.CultureInfo.InvariantCulture),
            _ when plain == typeof(CancellationToken) => new CancellationToken(canceled: true),
            _ when plain.IsValueType => RuntimeHelpers.GetUninitializedObject(plain),
            _ when plain.IsInterface || plain.IsAbstract => now,
            _ => RuntimeHelpers.GetUninitializedObject(plain),
        };
    }
}
