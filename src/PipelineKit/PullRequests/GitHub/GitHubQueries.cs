namespace PipelineKit.PullRequests.GitHub;

/// <summary>The GraphQL texts that are sent; all names and values go as variables.</summary>
internal static class GitHubQueries
{
    /// <summary>Where a branch stands beside its base, what people said about its pull request, and which of its commits are whose.</summary>
    internal const string Branch = """
        query Branch($owner:String!,$name:String!,$base:String!,$named:Boolean!,$branch:String!,$head:String!){
          repository(owner:$owner,name:$name){
            id
            defaultBranchRef{name ...B@skip(if:$named)}
            base:ref(qualifiedName:$base)@include(if:$named){name ...B}
            head:ref(qualifiedName:$head){target{oid ...on Commit{tree{oid}}}}
            pullRequests(headRefName:$branch,states:OPEN,first:10){nodes{number isCrossRepository reviews(first:100){nodes{author{login}}} comments(first:100){nodes{id body viewerDidAuthor}}}}
          }
        }
        fragment B on Ref{
          target{oid ...on Commit{tree{oid}}}
          compare(headRef:$branch){aheadBy behindBy headTarget{oid} commits(first:100){nodes{oid message tree{oid} parents(first:2){nodes{oid}}}}}
        }
        """;

    /// <summary>Where a branch stands; with the default branch when none is named.</summary>
    internal const string Reference = """
        query Reference($owner:String!,$name:String!,$named:Boolean!,$head:String!){
          repository(owner:$owner,name:$name){
            id
            defaultBranchRef{name target@skip(if:$named){oid ...on Commit{tree{oid}}}}
            head:ref(qualifiedName:$head)@include(if:$named){name target{oid ...on Commit{tree{oid}}}}
          }
        }
        """;

    /// <summary>Moves or deletes a branch, only while it stands where it was read.</summary>
    internal const string UpdateRefs = "mutation UpdateRefs($input:UpdateRefsInput!){updateRefs(input:$input){clientMutationId}}";

    /// <summary>Makes a commit that GitHub signs.</summary>
    internal const string CreateCommit = "mutation CreateCommit($input:CreateCommitOnBranchInput!){createCommitOnBranch(input:$input){commit{oid}}}";

    /// <summary>Merges by itself once it may be.</summary>
    internal const string EnableAutoMerge = "mutation EnableAutoMerge($input:EnablePullRequestAutoMergeInput!){enablePullRequestAutoMerge(input:$input){clientMutationId}}";

    /// <summary>Puts into the merge queue.</summary>
    internal const string Enqueue = "mutation Enqueue($input:EnqueuePullRequestInput!){enqueuePullRequest(input:$input){clientMutationId}}";

    /// <summary>Changes a comment.</summary>
    internal const string UpdateComment = "mutation UpdateComment($input:UpdateIssueCommentInput!){updateIssueComment(input:$input){clientMutationId}}";

    /// <summary>The objects at <paramref name="folders"/> and <paramref name="files"/> expressions (<c>COMMIT:PATH</c>), which are the variables <c>$d0...</c> and <c>$f0...</c>.</summary>
    internal static string Objects(int folders, int files)
    {
        var names = Enumerable.Range(0, folders).Select(i => $"d{i}").Concat(Enumerable.Range(0, files).Select(i => $"f{i}")).ToList();
        var fields = names.Select(n => $"{n}:object(expression:${n}){(n[0] == 'd' ? "{...on Tree{oid entries{name mode type oid}}}" : "{...on Blob{oid byteSize isBinary isTruncated text}}")}");
        return $"query Objects($owner:String!,$name:String!{string.Concat(names.Select(n => $",${n}:String!"))}){{repository(owner:$owner,name:$name){{{string.Join(' ', fields)}}}}}";
    }
}
