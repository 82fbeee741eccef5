using PipelineKit.Manifests;
using PipelineKit.Testing.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Docker;

public sealed class DockerfileTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("FROM alpine:3.20", "FROM | alpine:3.20 | WholeReference | alpine:3.20")]
    [InlineData("from alpine", "FROM | alpine | WholeReference | alpine")]
    [InlineData("  FROM\talpine:3.20\tas\tx", "FROM | alpine:3.20 | WholeReference | alpine:3.20")]
    [InlineData("FROM --platform=$BUILDPLATFORM golang:1.22 AS build", "FROM | golang:1.22 | WholeReference | golang:1.22")]
    [InlineData("FROM \"alpine:3.20\"", "FROM | alpine:3.20 | WholeReference | alpine:3.20")]
    [InlineData("FROM alpine:3.20@sha256:" + Sha, "FROM | alpine:3.20@sha256:" + Sha + " | WholeReference | alpine:3.20@sha256:" + Sha)]
    [InlineData("FROM scratch", "")]
    [InlineData("FROM", "")]
    [InlineData("FROM UPPER/case", "FROM | UPPER/case | WholeReference | UPPER/case")]
    [InlineData("FROM a//b", "FROM | a//b | WholeReference | a//b | Malformed")]
    [InlineData("FROM localhost:5000/a/b:c", "FROM | localhost:5000/a/b:c | WholeReference | localhost:5000/a/b:c")]
    [InlineData("# FROM alpine:3.20", "")]
    [InlineData("LABEL x=\"FROM alpine:3.20\"", "")]
    public void From_names_an_image(string file, string expected) => Check(file, expected);

    [Theory]
    [InlineData("FROM alpine AS base\nFROM base\nFROM BASE AS x\nCOPY --from=X /a /b\nCOPY --from=0 /a /b\nRUN --mount=type=bind,from=base,target=/x true", "FROM | alpine | WholeReference | alpine")]
    [InlineData("FROM alpine AS alpine\nFROM alpine", "FROM | alpine | WholeReference | alpine")]
    [InlineData("FROM a:1 AS stage-amd64\nFROM stage-${TARGETARCH}", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("FROM a:1 AS amd64-stage\nFROM ${TARGETARCH}-stage", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("ARG KIND=dev\nFROM a:1 AS dev\nFROM $KIND", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("ARG B=scratch\nFROM $B", "")]
    [InlineData("FROM later\nFROM a:1 AS later", "FROM | later | WholeReference | later;FROM | a:1 | WholeReference | a:1")]
    public void Stages_are_not_images(string file, string expected) => Check(file, expected);

    [Theory]
    [InlineData("ARG BASE=ubuntu:24.04\nFROM ${BASE}", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG BASE=ubuntu:24.04\nFROM $BASE", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG BASE=\"ubuntu:24.04\"\nFROM $BASE", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG BASE='ubuntu:24.04'\nFROM \"${BASE}\"", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG A=1 BASE=ubuntu:24.04\nFROM $BASE", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG A=1 \\\n  # a comment\n\n  BASE=ubuntu:24.04\nFROM $BASE", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG BASE=debian\nARG BASE=ubuntu:24.04\nFROM $BASE", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG BASE=ubuntu:24.04\nFROM $BASE AS a\nFROM $BASE", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG BASE=ubuntu:24.04\nFROM $BASE\nARG BASE\nLABEL b=$BASE", "ARG BASE | ubuntu:24.04 | WholeReference | ubuntu:24.04")]
    [InlineData("ARG V=3.20\nFROM alpine:${V}", "ARG V | alpine:3.20 | TagOnly | 3.20")]
    [InlineData("ARG V=3.20@sha256:" + Sha + "\nFROM alpine:${V}", "ARG V | alpine:3.20@sha256:" + Sha + " | TagOnly | 3.20@sha256:" + Sha)]
    [InlineData("ARG V=3.20\nARG B=alpine:$V\nFROM $B", "ARG V | alpine:3.20 | TagOnly | 3.20")]
    [InlineData("FROM alpine:${V:-3.20}", "FROM | alpine:3.20 | TagOnly | 3.20")]
    [InlineData("ARG V\nFROM alpine:${V:-3.20}", "FROM | alpine:3.20 | TagOnly | 3.20")]
    [InlineData("ARG V=\nFROM alpine:${V:-3.20}", "FROM | alpine:3.20 | TagOnly | 3.20")]
    [InlineData("ARG V=3.19\nFROM alpine:${V:-3.20}", "ARG V | alpine:3.19 | TagOnly | 3.19")]
    [InlineData("FROM ${BASE:-alpine:3.20}", "FROM | alpine:3.20 | WholeReference | alpine:3.20")]
    [InlineData("FROM ${BASE-${OTHER:-alpine:3.20}}", "FROM | alpine:3.20 | WholeReference | alpine:3.20")]
    [InlineData("ARG N=library/alpine\nFROM ${N}:3.20", "FROM | library/alpine:3.20 | TagOnly | 3.20")]
    [InlineData("ARG R=quay.io\nFROM ${R}/a/b:1", "FROM | quay.io/a/b:1 | TagOnly | 1")]
    [InlineData("ARG R=quay.io\nFROM ${R}/a/b", "FROM | quay.io/a/b | WholeReference | /a/b")]
    [InlineData("ARG D=sha256:" + Sha + "\nFROM alpine:3.20@${D}", "ARG D | alpine:3.20@sha256:" + Sha + " | DigestValue | sha256:" + Sha)]
    [InlineData("ARG D=" + Sha + "\nFROM alpine@sha256:${D}", "ARG D | alpine@sha256:" + Sha + " | HexValue | " + Sha)]
    [InlineData("ARG D=@sha256:" + Sha + "\nFROM alpine:3${D}", "ARG D | alpine:3@sha256:" + Sha + " | TagOnly | @sha256:" + Sha)]
    public void Build_arguments_carry_what_they_can(string file, string expected) => Check(file, expected);

    [Theory]
    [InlineData("ARG V\nFROM alpine:${V}", "FROM | alpine:${V} | WholeReference | alpine:${V} | Variable")]
    [InlineData("FROM $BASE", "FROM | $BASE | WholeReference | $BASE | Variable")]
    [InlineData("ARG V=1\nFROM x:2\nARG W=3\nFROM y:$W", "FROM | x:2 | WholeReference | x:2;FROM | y:$W | WholeReference | y:$W | Variable")]
    [InlineData("ARG V=3\nFROM alpine:$V AS a\nFROM python:$V", "FROM | alpine:3 | WholeReference | alpine:$V | Variable;FROM | python:3 | WholeReference | python:$V | Variable")]
    [InlineData("ARG V=3\nFROM python:$V AS a\nFROM python:$V-slim", "FROM | python:3 | WholeReference | python:$V | Variable;FROM | python:3-slim | WholeReference | python:$V-slim | Variable")]
    [InlineData("ARG V=3\nFROM python:$V\nARG V\nRUN curl https://x/$V", "FROM | python:3 | WholeReference | python:$V | Variable")]
    [InlineData("ARG V=3.12\nFROM python:${V}-slim", "FROM | python:3.12-slim | WholeReference | python:${V}-slim | Variable")]
    [InlineData("ARG V=3.20\nFROM golang:1.22-alpine$V", "FROM | golang:1.22-alpine3.20 | WholeReference | golang:1.22-alpine$V | Variable")]
    [InlineData("ARG S=\nFROM alpine:3.20$S", "FROM | alpine:3.20 | WholeReference | alpine:3.20$S | Variable")]
    [InlineData("ARG V=\nFROM alpine:$V", "FROM | alpine: | WholeReference | alpine:$V | Variable")]
    [InlineData("FROM alpine:${V#3.}", "FROM | alpine:${V#3.} | WholeReference | alpine:${V#3.} | Variable")]
    [InlineData("FROM alpine:${V", "FROM | alpine:${V | WholeReference | alpine:${V | Variable")]
    [InlineData("ARG A=$A\nFROM $A", "FROM | $A | WholeReference | $A | Variable")]
    [InlineData("FROM alp\\\nine:3", "FROM | alpine:3 | WholeReference |  | Notation")]
    [InlineData("FROM alpine:\"3\"", "FROM | alpine:\"3\" | WholeReference | alpine:\"3\" | Notation")]
    [InlineData("FROM a:1\nCOPY --from=${X} / /\nRUN --mount=from=$Y,target=/y true", "FROM | a:1 | WholeReference | a:1;COPY --from | ${X} | WholeReference | ${X} | Variable;RUN --mount from | $Y | WholeReference | $Y | Variable")]
    public void What_a_variable_hides_is_said_and_left(string file, string expected) => Check(file, expected);

    [Theory]
    [InlineData("FROM scratch\nCOPY --link --from=busybox:1 --chown=1:1 /a /b", "COPY --from | busybox:1 | WholeReference | busybox:1")]
    [InlineData("FROM scratch\ncopy --from=busybox:1 [\"/a\", \"/b\"]", "COPY --from | busybox:1 | WholeReference | busybox:1")]
    [InlineData("FROM scratch\nCOPY /a --from=busybox:1", "")]
    [InlineData("FROM scratch\nRUN --mount=type=cache,target=/c --mount=from=a:1,target=/a \\\n  --mount=type=bind,from=b:2,target=/b go build --mount=from=c:3", "RUN --mount from | a:1 | WholeReference | a:1;RUN --mount from | b:2 | WholeReference | b:2")]
    [InlineData("FROM scratch\nRUN --mount=\"type=bind,from=a:1\" true", "RUN --mount from | a:1 | WholeReference | a:1")]
    [InlineData("FROM scratch\nONBUILD COPY --from=a:1 / /\nONBUILD RUN --mount=from=b:2,target=/ true", "COPY --from | a:1 | WholeReference | a:1;RUN --mount from | b:2 | WholeReference | b:2")]
    [InlineData("FROM scratch\nRUN echo --mount=from=c:3", "")]
    public void Copies_and_mounts_name_images(string file, string expected) => Check(file, expected);

    [Theory]
    [InlineData("# syntax=docker/dockerfile:1.4\nFROM a:1", "# syntax | docker/dockerfile:1.4 | WholeReference | docker/dockerfile:1.4;FROM | a:1 | WholeReference | a:1")]
    [InlineData("#SYNTAX = docker/dockerfile:1 more\r\nFROM a:1\r\n", "# syntax | docker/dockerfile:1 | WholeReference | docker/dockerfile:1;FROM | a:1 | WholeReference | a:1")]
    [InlineData("\uFEFF# syntax=docker/dockerfile:1\nFROM a:1", "# syntax | docker/dockerfile:1 | WholeReference | docker/dockerfile:1;FROM | a:1 | WholeReference | a:1")]
    [InlineData("#!/usr/bin/env x\n# escape=`\n# syntax=docker/dockerfile:1", "# syntax | docker/dockerfile:1 | WholeReference | docker/dockerfile:1")]
    [InlineData("# a comment\n# syntax=docker/dockerfile:1\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("\n# syntax=docker/dockerfile:1\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("# check=skip=all\n# syntax=x/y:1", "# syntax | x/y:1 | WholeReference | x/y:1")]
    [InlineData("# escape=`\nFROM `\n  a:1\nRUN dir c:\\\nFROM b:2", "FROM | a:1 | WholeReference | a:1;FROM | b:2 | WholeReference | b:2")]
    [InlineData("# comment\n# escape=`\nRUN dir c:\\\nFROM b:2\nFROM c:3", "FROM | c:3 | WholeReference | c:3")]
    public void Directives_stand_only_at_the_top(string file, string expected) => Check(file, expected);

    [Theory]
    [InlineData("RUN a \\\n# FROM x:1\n\n   # FROM y:1\n  b\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN a \\   \nFROM x:1\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN a \\\\\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN a \\\r\n  b \\\r\nFROM x:1\r\nFROM a:1\r\n", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN a \\", "")]
    public void Continued_lines_belong_to_their_instruction(string file, string expected) => Check(file, expected);

    [Theory]
    [InlineData("RUN <<EOF\nFROM x:1\nEOF\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN cat <<-\"EOF\" > /x\n\tFROM x:1\n\tEOF\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("COPY <<A <<B /x/\nFROM x:1\nA\nFROM y:1\nB\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN 3<<EOF cat\r\nFROM x:1\r\nEOF\r\nFROM a:1\r\n", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN echo \"<<EOF\"\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN cat <<<EOF\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN cat <<EOF\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("RUN <<EOF\nFROM x:1 \\\nEOF\nFROM a:1", "FROM | a:1 | WholeReference | a:1")]
    [InlineData("ENV X=<<EOF\nFROM a:1\nEOF", "FROM | a:1 | WholeReference | a:1")]
    public void Bodies_of_here_documents_are_not_instructions(string file, string expected) => Check(file, expected);

    [Fact]
    public void The_id_of_a_local_image_is_no_reference() =>
        Assert.Equal(NotPinnable.Malformed, Assert.Single(Find.In("Dockerfile", "FROM sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n")).Obstacle);

    [Fact]
    public void A_comment_on_the_line_before_excludes() =>
        Check("# pipelinekit: ignore\nFROM a:1 AS x\nFROM b:2", "! FROM | a:1 | WholeReference | a:1;FROM | b:2 | WholeReference | b:2");

    [Fact]
    public void The_place_shown_is_the_one_that_changes()
    {
        var site = Assert.Single(Find.In("Dockerfile", "ARG A=1 \\\n    V=3.20\nFROM alpine:${V}\n"));
        Assert.Equal((2, 7, 11), (site.Line, site.Column, site.EndColumn));
        var from = Assert.Single(Find.In("Dockerfile", "ARG N=alpine\nFROM --platform=x ${N}:3.20\n"));
        Assert.Equal((2, 19, 28), (from.Line, from.Column, from.EndColumn));
    }

    [Fact]
    public void Hostile_files_take_no_time()
    {
        var nested = "FROM " + string.Concat(Enumerable.Repeat("${A:-", 100_000)) + "x" + new string('}', 100_000) + "\n";
        var heredocs = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"RUN cat <<E{i}\n"));
        var doubling = "ARG A0=x\n" + string.Concat(Enumerable.Range(1, 5_000).Select(i => $"ARG A{i}=$A{i - 1}$A{i - 1}\n")) + "FROM $A4999\n";
        var continued = "RUN x" + string.Concat(Enumerable.Repeat(" \\\n y", 200_000)) + "\nFROM a:1\n";
        Assert.Equal(NotPinnable.Variable, Assert.Single(Find.In("Dockerfile", nested)).Obstacle);
        Assert.Empty(Find.In("Dockerfile", heredocs));
        Assert.Equal(NotPinnable.Variable, Assert.Single(Find.In("Dockerfile", doubling)).Obstacle);
        Assert.Equal("a:1", Assert.Single(Find.In("Dockerfile", continued)).Reference);
    }

    private static void Check(string file, string expected) =>
        Assert.Equal(expected.Split(';', StringSplitOptions.RemoveEmptyEntries), Find.Lines("Dockerfile", file));
}
