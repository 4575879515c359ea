using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace ClinicalEngagement.Orchestrations.Tests.Engagements;

/// <summary>
/// Evaluates what the store's contract allows in a predicate, comparisons of single columns, thousands of times without compiling an
/// expression each time.
/// </summary>
internal static class ColumnPredicate
{
    private static readonly ConcurrentDictionary<PropertyInfo, Func<object, object?>> Getters = new();

    public static Func<object, bool> Of<T>(Expression<Func<T, bool>> predicate)
    {
        // A list that holds the column is rare enough to be compiled.
        if (!predicate.Body.ToString().Contains(".Contains(", StringComparison.Ordinal))
            return Condition(predicate.Body, predicate.Parameters[0]);
        var holds = predicate.Compile(preferInterpretation: true);
        return row => holds((T)row);
    }

    private static Func<object, bool> Condition(Expression e, ParameterExpression row)
    {
        switch (e)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso } and:
                var (a, b) = (Condition(and.Left, row), Condition(and.Right, row));
                return r => a(r) && b(r);
            case BinaryExpression { NodeType: ExpressionType.OrElse } or:
                var (c, d) = (Condition(or.Left, row), Condition(or.Right, row));
                return r => c(r) || d(r);
            case UnaryExpression { NodeType: ExpressionType.Not } not:
                var inner = Condition(not.Operand, row);
                return r => !inner(r);
            case BinaryExpression compare:
                var (left, right) = (Value(compare.Left, row), Value(compare.Right, row));
                return compare.NodeType switch
                {
                    ExpressionType.Equal => r => Equals(left(r), right(r)),
                    ExpressionType.NotEqual => r => !Equals(left(r), right(r)),
                    ExpressionType.GreaterThan => r => Compare(left(r), right(r)) > 0,
                    ExpressionType.GreaterThanOrEqual => r => Compare(left(r), right(r)) >= 0,
                    ExpressionType.LessThan => r => Compare(left(r), right(r)) < 0,
                    ExpressionType.LessThanOrEqual => r => Compare(left(r), right(r)) <= 0,
                    _ => throw new NotSupportedException($"{compare.NodeType} is no comparison of a column."),
                };
            default:
                var value = Value(e, row);
                return r => value(r) is true;
        }
    }

    private static Func<object, object?> Value(Expression e, ParameterExpression row)
    {
        switch (e)
        {
            case ConstantExpression constant:
                return _ => constant.Value;
            case UnaryExpression { NodeType: ExpressionType.Convert } convert:
                var operand = Value(convert.Operand, row);
                // Enums are compared as numbers.
                return (Nullable.GetUnderlyingType(convert.Operand.Type) ?? convert.Operand.Type).IsEnum
                    ? r => operand(r) is { } named ? Convert.ToInt32(named, null) : null
                    : operand;
            case MemberExpression { Member: PropertyInfo property, Expression: var of } when of == row:
                var get = Getters.GetOrAdd(property, MemoryStore.Getter);
                return r => get(r);
            default:
                var known = Known(e);
                return _ => known;
        }
    }

    // A captured variable, or a member of one.
    private static object? Known(Expression e) => e switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field } member => field.GetValue(member.Expression is null ? null : Known(member.Expression)),
        MemberExpression { Member: PropertyInfo property } member => property.GetValue(member.Expression is null ? null : Known(member.Expression)),
        UnaryExpression { NodeType: ExpressionType.Convert } convert => Known(convert.Operand),
        _ => Expression.Lambda(e).Compile(preferInterpretation: true).DynamicInvoke(),
    };

    // As in a database: nothing is above or below null.
    private static int? Compare(object? a, object? b) => a is null || b is null ? null : Comparer<object>.Default.Compare(a, b);
}
